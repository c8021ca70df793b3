// A host with its pack linked in: no file, no compiler, no copy.
#include <cstdio>
#include <cstring>

#include "parley/engine/validate.hpp"
#include "winter_pack.hpp"

const void* image_of_the_other_unit();

int main() {
  namespace linked = parley_packs::winter_26;
  const parley::result<parley::pack> loaded = linked::load();
  if (!loaded.ok()) {
    std::printf("%s\n", loaded.failure().message.c_str());
    return 1;
  }
  const parley::pack& rules = loaded.value();
  const void* const table = rules.tables().classes.data();
  const bool in_place = table > static_cast<const void*>(linked::image) &&
                        table < static_cast<const void*>(std::end(linked::image));
  if (!in_place || image_of_the_other_unit() != linked::image) return 2;
  if (rules.digest() != linked::digest) return 3;

  parley::fact_set facts(rules.schema());
  parley::workspace memory;
  parley::decision made;
  parley::proposal asked;
  parley::validate(rules, facts, asked, memory, made);
  if (made.verdict != parley::verdict::allow) return 4;
  asked.offers.push_back({"NO-SUCH-OFFER"});
  parley::validate(rules, facts, asked, memory, made);
  return made.verdict == parley::verdict::deny ? 0 : 5;
}
