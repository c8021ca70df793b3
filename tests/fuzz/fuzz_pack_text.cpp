// Any bytes as a pack: compiled or diagnostics with places; what compiles survives as an image.
#include "fuzz/target.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/graph/image.hpp"

namespace parley::fuzz {

bool pack_text(std::string_view input) {
  const compilation made = compile_text("p.yaml", std::string(input));
  PARLEY_HOLDS(made.compiled.has_value() != made.found.has_errors());
  for (const diagnostic& d : made.found.items()) {
    PARLEY_HOLDS(!d.code.empty() && !d.message.empty());
    PARLEY_HOLDS(!d.at.known() || d.at.offset <= input.size());
  }
  if (!made.compiled) return false;
  PARLEY_HOLDS(!graph::verify(made.compiled->tables()));
  const auto read = pack_from_image(image_of(*made.compiled));
  PARLEY_HOLDS(read.ok() && read.value().digest() == made.compiled->digest());
  return true;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::pack_text)
