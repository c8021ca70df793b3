// What people name on the command line: files and folders of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parley/base/result.hpp"

namespace parley::cli {

/// The YAML files below a folder (`.yaml`, `.yml`), sorted; hidden files and folders are left out
/// and links to folders aren't followed. Any other path is given back as it is.
[[nodiscard]] result<std::vector<std::string>> yaml_files(const std::string& path);

/// Whether a path leads to a folder.
[[nodiscard]] bool is_folder(const std::string& path);

/// Whether a text declares a pack or an overlay, and isn't a part, a facts file or something else.
[[nodiscard]] bool declares_pack(std::string_view text) noexcept;

}  // namespace parley::cli
