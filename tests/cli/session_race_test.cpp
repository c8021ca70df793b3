// Many processes answer from one session file at once: of those that read the same state one alone
// stores its answer and shows it.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

namespace fs = std::filesystem;

std::string contents_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The revision of the session in a text; 0 where there is none.
std::uint64_t revision_in(const std::string& text) {
  const std::string before = "\"intent\":\"\",\"revision\":";
  const std::size_t at = text.find(before);
  return at == std::string::npos ? 0 : std::stoull(text.substr(at + before.size()));
}

}  // namespace

TEST_CASE("two processes never answer from the same state of a session file") {
  const fs::path home = fs::temp_directory_path() / ("parley-race-" + std::to_string(::getpid()));
  const fs::path packs = fs::path(parley::test::tests_dir()) / "cli" / "packs";
  for (const char* const target : {"--session s.json", "--session s.json --session-out t.json"}) {
    fs::remove_all(home);
    fs::create_directories(home);
    fs::copy(packs / "shop.yaml", home);
    fs::copy(packs / "facts.yaml", home);
    const bool same = std::string(target) == "--session s.json";
    std::set<std::uint64_t> seen;
    std::uint64_t shown = 0;
    for (int wave = 0; wave < 4; ++wave) {
      std::ofstream(home / "race.sh")
          << "cd '" << home.string() << "'\nfor i in 1 2 3 4 5 6 7 8; do\n  '" PARLEY_BINARY
          << "' negotiate shop.yaml --facts facts.yaml " << target
          << " --say more --json > out.$i 2> err.$i &\ndone\nwait\n";
      REQUIRE(std::system(("sh '" + (home / "race.sh").string() + "'").c_str()) == 0);
      for (int i = 1; i <= 8; ++i) {
        const std::string out = contents_of(home / ("out." + std::to_string(i)));
        const std::string err = contents_of(home / ("err." + std::to_string(i)));
        const std::uint64_t revision = revision_in(out);
        INFO(out << err);
        if (revision == 0) {
          CHECK((out + err).find("session.changed") != std::string::npos);
          continue;
        }
        ++shown;
        if (same) CHECK(seen.insert(revision).second);
      }
    }
    CHECK(shown >= (same ? 4 : 1));
    if (same) CHECK(revision_in(contents_of(home / "s.json")) == shown);
    CHECK_FALSE(fs::exists(home / "s.json.lock"));
    CHECK_FALSE(fs::exists(home / "t.json.lock"));
  }
  fs::remove_all(home);
}
