#include <string>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

using namespace parley;

namespace {

std::vector<std::string> warnings(const std::string& offers, const std::string& ladder,
                                  const std::string& stacking = "") {
  const compilation made = compile_text(
      "pack.yaml",
      "pack: p\nversion: 1\ncurrency: USD\ndefaults: {stacking: open}\nfacts:\n  ok: {type: bool}\n"
      "offers:\n  CUT: {give: 1%..9% step 1% off order}\n" +
          offers + stacking + "limits: [concession <= 30% of subtotal]\nnegotiation:\n  ladder: [" +
          ladder + "]\n");
  std::vector<std::string> out;
  for (const diagnostic& d : made.found.items()) {
    if (d.severity == severity::error) out.push_back(d.message);
    if (d.code == "PL5120") out.push_back(d.message);
  }
  return out;
}

const std::string tote = "  TOTE: {give: gift TOTE, cost: 4.00, worth: 6.00}\n";

}  // namespace

TEST_CASE("another gift that costs no more and is worth more dominates a step") {
  const std::string better = "  MUG: {give: gift MUG, cost: 3.00, worth: 8.00}\n";
  const std::string told =
      "this step gives `TOTE` (cost 4.00, worth 6.00), and `MUG` costs 3.00 and is worth 8.00";
  CHECK(warnings(tote + better, "CUT 3%, CUT 3% + TOTE") == std::vector{told});
  // Unless it stands in the step already, or depends on something.
  CHECK(warnings(tote + better, "CUT 3% + MUG, CUT 3% + MUG + TOTE").empty());
  CHECK(warnings(tote + "  MUG: {give: gift MUG, cost: 3.00, worth: 8.00, when: ok}\n",
                 "CUT 3% + TOTE")
            .empty());
  // Or doesn't go with the rest of the step.
  CHECK(warnings(tote + better, "CUT 3% + TOTE", "stacking: [MUG excludes CUT]\n").empty());
  CHECK(warnings(tote + better, "CUT 3% + TOTE", "stacking: [{rule: MUG excludes CUT, when: ok}]\n")
            .empty());
  // Dearer, or worth less, is another offer and no better one.
  CHECK(warnings(tote + "  MUG: {give: gift MUG, cost: 4.01, worth: 8.00}\n", "TOTE").empty());
  CHECK(warnings(tote + "  MUG: {give: gift MUG, cost: 4.00, worth: 6.00}\n", "TOTE").empty());
}

TEST_CASE("what costs more than it is worth is better given as money") {
  const std::string told = "this step gives `TOTE`, which costs 4.00 and is worth 3.00";
  CHECK(warnings("  TOTE: {give: gift TOTE, cost: 4.00, worth: 3.00}\n", "CUT 3%, CUT 3% + TOTE") ==
        std::vector{told});
  CHECK(warnings("  TOTE: {give: gift TOTE, cost: 4.00}\n", "CUT 3% + TOTE").empty());
  CHECK(warnings("  STAY: {give: concession returns-60-days, cost: 2.00, worth: 1.00}\n",
                 "CUT 3% + STAY")
            .size() == 1);
}
