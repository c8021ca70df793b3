#include "syntax/load.hpp"

#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "pack_support.hpp"
#include "parley/base/limits.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::syntax;
using test::head;
using test::head_dump;
using test::load_outcome;
using test::text_outcome;

TEST_CASE("a file of another kind is told apart") {
  CHECK(text_outcome("cart: {currency: USD}\nnow: 2026-01-01T00:00:00Z\n") ==
        "p.yaml:1:1 PL3001 this looks like a facts file, not a pack");
  CHECK(text_outcome("pack: p.yaml\ncases: []\n") ==
        "p.yaml:1:1 PL3001 this looks like a file of tests, not a pack");
  CHECK(text_outcome("- a\n- b\n") == "p.yaml:1:1 PL3001 the file holds a list, not a pack");
  CHECK(text_outcome("hello\n") == "p.yaml:1:1 PL3001 the file holds a text, not a pack");
  CHECK(text_outcome("offrs: {}\n") == "p.yaml:1:1 PL3001 the file isn't a pack");
  CHECK(text_outcome("currency: USD\noffers: {A: 10% of order}\n") ==
        "p.yaml:1:1 PL3001 the pack has no `pack`\n"
        "p.yaml:2:17 PL4001 expected `off`, `each` or `from`, found `of`");
}

TEST_CASE("files that can't be had") {
  memory_files files;
  files.add("empty.yaml", "\n# nothing\n");
  CHECK(load_outcome(files, "none.yaml") == "PL7001 `none.yaml` doesn't exist");
  CHECK(load_outcome(files, "empty.yaml") == "empty.yaml:1:1 PL7003 `empty.yaml` is empty");
}

TEST_CASE("includes come first, in order, and keep their files") {
  memory_files files;
  files.add("p.yaml", "include: [parts/a.yaml, b.yaml]\n" + head + "offers: {Z: 1% off order}\n");
  files.add("parts/a.yaml", "include: c.yaml\noffers: {A: 2% off order}\n");
  files.add("parts/c.yaml", "offers: {C: 3% off order}\n");
  files.add("b.yaml", "include: parts/c.yaml\nlimits: [margin >= 1%]\n");
  CHECK(load_outcome(files, "p.yaml") == head_dump +
                                             "offer C {percent_off value=3% of=order}\n"
                                             "offer A {percent_off value=2% of=order}\n"
                                             "offer Z {percent_off value=1% of=order}\n"
                                             "limit margin >= 1%\n");
  files.add("parts/c.yaml", "offers:\n  C: 3% of order\n");
  files.add("b.yaml", "pack: other\nlimits: [margin > 1%]\n");
  CHECK(load_outcome(files, "p.yaml") ==
        "parts/c.yaml:2:9 PL4001 expected `off`, `each` or `from`, found `of`\n"
        "b.yaml:1:1 PL3013 `pack` stands in an included file\n"
        "b.yaml:2:17 PL4201 expected `<=` or `>=`, found `>`");
}

TEST_CASE("includes stay in the folder and end") {
  memory_files files;
  files.add(
      "x/p.yaml",
      "include: [../secret.yaml, /etc/passwd, none.yaml, p.yaml, q.yaml, facts.yaml]\n" + head);
  files.add("secret.yaml", "offers: {A: 2% off order}\n");
  files.add("x/q.yaml", "include: r.yaml\n");
  files.add("x/r.yaml", "include: q.yaml\n");
  files.add("x/facts.yaml", "cart: {}\n");
  CHECK(load_outcome(files, "x/p.yaml") ==
        "x/p.yaml:1:11 PL3010 `../secret.yaml` leads out of its folder\n"
        "x/p.yaml:1:27 PL3010 `/etc/passwd` isn't a relative path\n"
        "x/p.yaml:1:40 PL7001 `x/none.yaml` doesn't exist\n"
        "x/p.yaml:1:51 PL3011 `p.yaml` includes itself: x/p.yaml -> x/p.yaml\n"
        "x/r.yaml:1:10 PL3011 `q.yaml` includes itself: x/p.yaml -> x/q.yaml -> x/r.yaml -> "
        "x/q.yaml\n"
        "x/facts.yaml:1:1 PL3001 this looks like a facts file, not a pack");
}

TEST_CASE("includes are bounded in depth and number") {
  memory_files deep;
  deep.add("p.yaml", "include: f1.yaml\n" + head);
  for (std::size_t i = 1; i <= caps::include_depth + 1; ++i) {
    deep.add("f" + std::to_string(i) + ".yaml",
             "include: f" + std::to_string(i + 1) + ".yaml\nclasses: []\n");
  }
  CHECK(load_outcome(deep, "p.yaml") == "f8.yaml:1:10 PL3012 `f9.yaml` is one file too many");
  memory_files wide;
  std::string text = "include:\n";
  for (std::size_t i = 0; i < caps::include_files + 44; ++i) {
    text += "  - f" + std::to_string(i) + ".yaml\n";
    wide.add("f" + std::to_string(i) + ".yaml", "classes: [c" + std::to_string(i) + "]\n");
  }
  wide.add("p.yaml", text + head);
  CHECK(load_outcome(wide, "p.yaml") == "p.yaml:258:5 PL3012 `f256.yaml` is one file too many");
}

TEST_CASE("the disk: folders, symbolic links, pipes, unreadable files") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("parley-load-" + std::to_string(getpid()));
  fs::create_directories(folder / "in" / "sub");
  const auto write = [&](const char* name, const std::string& text) {
    std::ofstream(folder / name) << text;
  };
  write("secret.yaml", "classes: [secret]\n");
  write("in/ok.yaml", "classes: [fine]\n");
  fs::create_symlink(folder / "secret.yaml", folder / "in" / "link.yaml");
  fs::create_symlink(folder, folder / "in" / "up");
  REQUIRE(mkfifo((folder / "in" / "pipe").c_str(), 0600) == 0);
  write("in/p.yaml", "include: [ok.yaml, link.yaml, up/secret.yaml, sub, pipe]\n" + head);
  disk_files files;
  const std::string path = (folder / "in" / "p.yaml").string();
  CHECK(load_outcome(files, path) ==
        path + ":1:20 PL3010 `link.yaml` is reached by a symbolic link\n" + path +
            ":1:31 PL3010 `up/secret.yaml` is reached by a symbolic link\n" + path +
            ":1:47 PL7004 `" + (folder / "in" / "sub").string() + "` is a folder\n" + path +
            ":1:52 PL3010 `pipe` is a pipe or a device");
  CHECK(load_outcome(files, folder.string()).find("is a folder") != std::string::npos);
  if (geteuid() != 0) {
    fs::permissions(path, fs::perms::none);
    CHECK(load_outcome(files, path).find("PL7002") == 0);
  }
  fs::remove_all(folder);
}
