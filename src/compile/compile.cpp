// The public door of the compiler: a straight line through its phases.
#include "parley/compiler/compile.hpp"

#include <utility>

#include "analysis/dominated_steps.hpp"
#include "analysis/order_dependence.hpp"
#include "check/check_pack.hpp"
#include "compile/compile_pack.hpp"
#include "parley/compiler/matches.hpp"
#include "syntax/load.hpp"

namespace parley {

namespace {

compilation finish(syntax::loaded loaded, diagnostics found) {
  compilation made;
  install_matches();
  if (loaded.parsed) {
    const std::optional<check::checked_pack> checked = check::check_pack(*loaded.parsed, found);
    if (checked && !found.has_errors()) {
      const compile::zone_map zones = compile::load_zones(checked->zones, found);
      if (!found.has_errors())
        made.compiled = compile::compile_pack(*checked, zones, loaded.sources);
      if (made.compiled) {
        analysis::warn_of_order(*checked, *made.compiled, found);
        analysis::warn_of_dominated_steps(*checked, *made.compiled, found);
      }
    }
  }
  found.sort();
  made.sources = std::move(loaded.sources);
  made.found = std::move(found);
  return made;
}

}  // namespace

compilation compile_file(const std::string& path) {
  diagnostics found;
  syntax::disk_files files;
  syntax::loaded loaded = syntax::load_pack(path, files, found);
  return finish(std::move(loaded), std::move(found));
}

compilation compile_text(std::string name, std::string text) {
  diagnostics found;
  syntax::loaded loaded = syntax::load_pack_text(std::move(name), std::move(text), found);
  return finish(std::move(loaded), std::move(found));
}

}  // namespace parley
