#include "cli/load_pack.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <span>
#include <string_view>

#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "parley/compiler/matches.hpp"
#include "parley/graph/image.hpp"

namespace parley::cli {

namespace {

bool has_magic(std::string_view bytes) {
  return bytes.starts_with(std::string_view(graph::image_magic.data(), graph::image_magic.size()));
}

/// Pipes and devices can be read only once.
bool is_stream(const std::string& path) {
  struct stat about {};
  return path == "-" ||
         (::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode));
}

/// Whether nothing but files that can't be read is wrong; an empty file was read.
bool only_files(const diagnostics& found) {
  return std::all_of(found.items().begin(), found.items().end(), [](const diagnostic& item) {
    return item.severity != severity::error ||
           (item.code.starts_with("PL70") && item.code != "PL7003");
  });
}

}  // namespace

bool is_image(const std::string& path) {
  std::FILE* const stream = std::fopen(path.c_str(), "rb");
  if (stream == nullptr) return false;
  char head[8] = {};
  const std::size_t count = std::fread(head, 1, sizeof head, stream);
  std::fclose(stream);
  return has_magic({head, count});
}

loaded_pack load_pack(const std::string& path, const compile_options& options) {
  loaded_pack out;
  if (!is_stream(path) && !is_image(path)) {
    out.made = compile_file(path, options);
    if (!out.made.compiled) out.exit = only_files(out.made.found) ? exit_file : exit_pack;
    return out;
  }
  const result<std::string> bytes = read_whole(path, graph::image_bytes_most);
  if (!bytes.ok()) {
    out.exit = exit_file;
    out.failure = bytes.failure().message;
    out.code = bytes.failure().code;
    return out;
  }
  if (!has_magic(bytes.value())) {
    out.made = compile_text(path == "-" ? "<standard input>" : path, bytes.value(), options);
    if (!out.made.compiled) out.exit = exit_pack;
    return out;
  }
  out.image = true;
  install_matches();
  result<pack> read = pack_from_image(std::as_bytes(std::span(bytes.value())));
  if (read.ok()) {
    out.made.compiled = std::move(read).value();
  } else {
    out.exit = exit_pack;
    out.failure = fmt::format("`{}`: {} ({})", path, read.failure().message, read.failure().code);
    out.code = read.failure().code;
  }
  return out;
}

}  // namespace parley::cli
