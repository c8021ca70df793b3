// The header in a second translation unit.
#include "winter_pack.hpp"

const void* image_of_the_other_unit() {
  return parley_packs::winter_26::image;
}
