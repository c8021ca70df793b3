#include "syntax/overlay.hpp"

#include "pack_support.hpp"
#include "support/catch.hpp"

using namespace parley;
using namespace parley::syntax;
using test::head;
using test::head_dump;

namespace {

const std::string base =
    head +
    "selectors: {tea: line.category == 'tea'}\n"
    "offers:\n  A: 10% off order\n  B: free shipping\n"
    "stacking:\n  - A with B\n"
    "limits:\n  - discount <= 15% of subtotal\n  - {limit: margin >= 18%, id: floor}\n"
    "playbooks:\n  match: {limits: [discount <= 5% of subtotal]}\n";

std::string overlaid(const std::string& text) {
  memory_files files;
  files.add("base.yaml", base);
  files.add("o.yaml", "overlay: p\nbase: base.yaml\n" + text);
  const std::string outcome = test::load_outcome(files, "o.yaml");
  return outcome.starts_with(head_dump) ? outcome.substr(head_dump.size()) : outcome;
}

}  // namespace

TEST_CASE("an overlay replaces, adds and removes") {
  CHECK(overlaid(
            "set:\n"
            "  offers: {A: 12% off order, C: gift TOTE}\n"
            "  stacking: [A with C]\n"
            "  limits: [{limit: discount <= 10% of subtotal, id: discount-max-15pct-of-subtotal}]\n"
            "remove: [B, A-with-B, tea]\n") ==
        "offer A {percent_off value=12% of=order}\n"
        "offer C {gift text=TOTE}\n"
        "stacking with A right=C\n"
        "limit discount <= 10% of_subtotal id=discount-max-15pct-of-subtotal\n"
        "limit margin >= 18% id=floor\n"
        "playbook match {discount <= 5% of_subtotal id=discount-max-5pct-of-subtotal}\n");
}

TEST_CASE("loosening a limit must be said") {
  CHECK(overlaid("set:\n  limits: [{limit: margin >= 17%, id: floor}]\nremove: "
                 "[discount-max-15pct-of-subtotal]\n") ==
        "o.yaml:4:20 PL3016 this may loosen the limit `floor`\n"
        "o.yaml:5:10 PL3016 this removes the limit `discount-max-15pct-of-subtotal`");
  CHECK(overlaid("set:\n  playbooks: {match: {needs: [x]}}\n") ==
        "o.yaml:4:15 PL3016 playbook `match` loses the limit `discount-max-5pct-of-subtotal`");
  CHECK(overlaid("set:\n  limits: [{limit: margin >= 19%, id: floor, when: channel == 'web'}]\n") ==
        "o.yaml:4:20 PL3016 this may loosen the limit `floor`");
  const std::string said = overlaid(
      "set:\n  limits: [{limit: margin >= 17%, id: floor, loosens: true}]\n"
      "  playbooks: {match: {needs: [x], loosens: true}}\n"
      "remove: [{limit: discount-max-15pct-of-subtotal, loosens: true}]\n");
  CHECK(said.find("limit margin >= 17% id=floor loosens\nplaybook match needs=x\n") !=
        std::string::npos);
}

TEST_CASE("faults of overlays") {
  CHECK(overlaid("remove: [C, {offers: [tee]}, {offer: A}]\nsett: {}\n") ==
        "o.yaml:3:10 PL3015 the base pack declares no `C`\n"
        "o.yaml:3:23 PL3015 the base pack declares no `tee`\n"
        "o.yaml:3:31 PL3002 unknown key `offer` in an element of `remove`\n"
        "o.yaml:4:1 PL3002 unknown key `sett` in an overlay");
  memory_files files;
  files.add("base.yaml", base);
  files.add("other.yaml", "overlay: q\nbase: base.yaml\n");
  files.add("nobase.yaml", "overlay: p\n");
  files.add("loop.yaml", "overlay: p\nbase: loop.yaml\n");
  files.add("out.yaml", "overlay: p\nbase: ../base.yaml\n");
  CHECK(test::load_outcome(files, "other.yaml") ==
        "other.yaml:1:10 PL3014 `base.yaml` is the pack `p`, not `q`");
  CHECK(test::load_outcome(files, "nobase.yaml") ==
        "nobase.yaml:1:10 PL3003 the overlay has no `base`");
  CHECK(test::load_outcome(files, "loop.yaml") ==
        "loop.yaml:2:7 PL3011 `loop.yaml` includes itself: loop.yaml -> loop.yaml");
  CHECK(test::load_outcome(files, "out.yaml") ==
        "out.yaml:2:7 PL3010 `../base.yaml` leads out of its folder");
}

TEST_CASE("an overlay of an overlay, with a name of its own") {
  memory_files files;
  files.add("base.yaml", base);
  files.add(
      "one.yaml",
      "overlay: p\nbase: base.yaml\npack: p-vip\nversion: 2\nset: {offers: {V: 20% off order}}\n");
  files.add(
      "two.yaml",
      "overlay: p-vip\nbase: one.yaml\nset: {timezone: Europe/Paris}\nremove: [A, B, A-with-B]\n");
  CHECK(test::load_outcome(files, "two.yaml")
            .find("pack p-vip version=2 currency=USD timezone=Europe/Paris") == 0);
}
