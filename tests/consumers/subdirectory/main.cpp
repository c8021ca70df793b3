// A host that links the engine alone: it would load an image; here a hostile one is refused.
#include <cstdio>
#include <vector>

#include "parley/engine/validate.hpp"
#include "parley/graph/image.hpp"

int main() {
  const std::vector<std::byte> junk(200, std::byte{42});
  const parley::result<parley::pack> loaded = parley::pack_from_image(junk);
  if (loaded.ok()) return 1;
  std::printf("%s\n", loaded.failure().code.c_str());
  return loaded.failure().code == "image.magic" ? 0 : 1;
}
