// The public door of the compiler: a straight line through its phases.
#include "parley/compiler/compile.hpp"

#include <filesystem>
#include <utility>

#include "analysis/analyse.hpp"
#include "analysis/dominated_steps.hpp"
#include "analysis/order_dependence.hpp"
#include "check/check_pack.hpp"
#include "compile/compile_pack.hpp"
#include "parley/compiler/matches.hpp"
#include "parley/compiler/overlaid.hpp"
#include "syntax/load.hpp"

namespace parley {

namespace {

compilation finish(syntax::loaded loaded, diagnostics found, const compile_options& options) {
  compilation made;
  install_matches();
  if (loaded.parsed) {
    const std::optional<check::checked_pack> checked = check::check_pack(*loaded.parsed, found);
    if (checked && !found.has_errors()) {
      const compile::zone_map zones = compile::load_zones(checked->zones, found);
      if (!found.has_errors())
        made.compiled = compile::compile_pack(*checked, zones, loaded.sources);
      if (made.compiled) {
        if (options.analyse) {
          analysis::analyse(*checked, *made.compiled, loaded.sources, found);
        } else {
          analysis::warn_of_order(*checked, *made.compiled, found);
        }
        analysis::warn_of_dominated_steps(*checked, *made.compiled, found);
      }
    }
  }
  found.sort();
  made.sources = std::move(loaded.sources);
  made.found = std::move(found);
  return made;
}

/// The disk, and one file that isn't on it.
class files_and_one final : public syntax::file_source {
 public:
  files_and_one(std::string shown, std::string canonical, std::string text)
      : shown_(std::move(shown)), canonical_(std::move(canonical)), text_(std::move(text)) {}

  [[nodiscard]] syntax::file_text read(const std::string& path) override {
    if (path == shown_ || path == canonical_) return {syntax::file_fault::none, text_};
    return disk_.read(path);
  }
  [[nodiscard]] std::optional<std::string> canonical(const std::string& path) override {
    return path == shown_ ? std::optional(canonical_) : disk_.canonical(path);
  }

 private:
  syntax::disk_files disk_;
  std::string shown_;
  std::string canonical_;
  std::string text_;
};

}  // namespace

compilation compile_file(const std::string& path, const compile_options& options) {
  diagnostics found;
  syntax::disk_files files;
  syntax::loaded loaded = syntax::load_pack(path, files, found);
  return finish(std::move(loaded), std::move(found), options);
}

compilation compile_text(const std::string& name, std::string text,
                         const compile_options& options) {
  diagnostics found;
  syntax::loaded loaded = syntax::load_pack_text(name, std::move(text), found);
  return finish(std::move(loaded), std::move(found), options);
}

compilation compile_overlaid(const std::string& path, const std::string& name,
                             std::string overlay) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(path).parent_path();
  std::error_code ignored;
  const fs::path real = fs::canonical(folder.empty() ? fs::path(".") : folder, ignored);
  const std::string shown = (folder / name).string();
  diagnostics found;
  files_and_one files(shown, (real / name).string(), std::move(overlay));
  syntax::loaded loaded = syntax::load_pack(shown, files, found);
  return finish(std::move(loaded), std::move(found), {});
}

}  // namespace parley
