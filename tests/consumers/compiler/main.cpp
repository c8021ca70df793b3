// A host that compiles YAML at start-up.
#include <cstdio>

#include "parley/compiler/compile.hpp"

int main() {
  const parley::compilation good = parley::compile_text("tiny.yaml",
                                                        "pack: tiny\n"
                                                        "version: 1\n"
                                                        "currency: EUR\n"
                                                        "offers:\n"
                                                        "  TEN: {give: 10% off order}\n");
  if (!good.compiled || good.compiled->name() != "tiny") return 1;
  const parley::compilation bad = parley::compile_text("bad.yaml", "pack: bad\nprice: 3\n");
  if (bad.compiled || !bad.found.has_errors()) return 2;
  std::printf("%s\n", good.compiled->digest().c_str());
  return 0;
}
