// Any bytes as facts, YAML and JSON: a decision or diagnostics.
#include "fuzz/small_shop.hpp"
#include "fuzz/target.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/validate.hpp"

namespace parley::fuzz {

bool facts(std::string_view input) {
  bool taken = false;
  for (const char* name : {"facts.yaml", "facts.json"}) {
    source_set files;
    const std::uint32_t at = files.add(name, std::string(input));
    diagnostics found;
    const std::optional<fact_set> read = read_facts(small_shop(), files, at, {}, found);
    PARLEY_HOLDS(read.has_value() != found.has_errors());
    if (!read) continue;
    taken = true;
    proposal asked;
    asked.offers.push_back({"TEN", 0, false, false});
    asked.offers.push_back({"POST", 0, false, false});
    workspace w;
    decision out;
    validate(small_shop(), *read, asked, w, out);
    const quote& q = out.quote;
    PARLEY_HOLDS(!out.has_quote ||
                 q.total == q.subtotal - q.discount + q.shipping - q.shipping_discount);
  }
  return taken;
}

}  // namespace parley::fuzz

PARLEY_FUZZ_ENTRY(parley::fuzz::facts)
