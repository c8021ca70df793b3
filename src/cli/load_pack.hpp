// The pack a verb works on: YAML that is compiled now, or an image that was built before.
#pragma once

#include <optional>
#include <string>

#include "parley/compiler/compile.hpp"

namespace parley::cli {

/// What loading came to. For an image `made` holds the pack and no sources.
struct loaded_pack {
  compilation made;
  bool image = false;
  int exit = 0;         ///< exit_pack or exit_file when there is no pack
  std::string failure;  ///< why, where it is no matter of diagnostics
  std::string code;     ///< of that failure: "image.checksum", "PL7002"
};

/// Whether a file begins like an image; a file that can't be read doesn't.
[[nodiscard]] bool is_image(const std::string& path);

[[nodiscard]] loaded_pack load_pack(const std::string& path, const compile_options& options = {});

}  // namespace parley::cli
