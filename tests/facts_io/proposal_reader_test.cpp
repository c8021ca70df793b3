#include <string>
#include <string_view>

#include "facts_io/reading.hpp"
#include "parley/base/limits.hpp"

using namespace parley;
using namespace parley::test;

namespace {

/// "HAGGLE=8000000", "FIVE!" for a parameter in another unit.
std::string shown(const proposed_offer& o) {
  std::string out(o.name);
  if (!o.has_parameter) return out;
  return o.unit_mismatch ? out + "!" : out + "=" + std::to_string(o.parameter);
}

std::string offers(const read_result<owned_proposal>& read) {
  if (!read.content) return "(" + read.faults() + ")";
  std::string all;
  for (const proposed_offer& o : read.content->content.offers) {
    if (!all.empty()) all += ' ';
    all += shown(o);
  }
  return all;
}

std::string argument(const char* text, const read_options& options = {}) {
  owned_proposal made;
  diagnostics found;
  const bool good = parse_offer_argument(shared_pack(), text, options, made, found);
  CHECK(good == found.empty());
  if (!good) return found.items()[0].code;
  return shown(made.content.offers.at(0));
}

}  // namespace

TEST_CASE("a proposal names offers in any of its forms") {
  const char* expected =
      "WELCOME10 HAGGLE=8000000 HAGGLE=8000000 HAGGLE=8000000 HAGGLE=8000000 FIVE=250";
  CHECK(offers(proposal_of(R"(offers:
  - WELCOME10
  - HAGGLE=8%
  - HAGGLE 8%
  - {offer: HAGGLE, parameter: 8%}
  - HAGGLE: 800bp
  - {offer: FIVE, parameter: 2.50}
intent: price_match
accept_partial: true
)")) == expected);
  const auto json = proposal_of(
      R"({"offers":["WELCOME10",{"offer":"HAGGLE","parameter":"8%"},{"HAGGLE":"8%"}],"intent":"price_match"})");
  CHECK(offers(json) == "WELCOME10 HAGGLE=8000000 HAGGLE=8000000");
  CHECK(json.content->content.intent == "price_match");
  CHECK_FALSE(json.content->content.accept_partial);
  CHECK(offers(proposal_of("[WELCOME10, HAGGLE 3%]")) == "WELCOME10 HAGGLE=3000000");
  CHECK(offers(proposal_of("offers: {WELCOME10: true, HAGGLE: 3%}")) == "WELCOME10 HAGGLE=3000000");
  CHECK(offers(proposal_of("offers: []")).empty());
}

TEST_CASE("what the pack doesn't know stays in the proposal for the engine to deny") {
  CHECK(argument("FREE-EVERYTHING") == "FREE-EVERYTHING");
  CHECK(argument("FREE-EVERYTHING=100%") == "FREE-EVERYTHING=100000000");
  CHECK(argument("HAGGLE=99%") == "HAGGLE=99000000");
  CHECK(argument("HAGGLE=-5%") == "HAGGLE=-5000000");
  CHECK(argument("HAGGLE=5.00") == "HAGGLE!");
  CHECK(argument("FIVE=5%") == "FIVE!");
  CHECK(argument("FIVE=5.005") == "FIVE!");
  CHECK(argument("FIVE=5.00EUR") == "FIVE!");
  CHECK(argument("FIVE=5.00USD") == "FIVE=500");
  CHECK(argument("POINTS=200") == "POINTS=200");
  CHECK(argument("POINTS=2.5") == "POINTS!");
  CHECK(argument("FIVE=99999999999999999999999") == "FIVE!");
  CHECK(argument("HAGGLE=0.1234567%") == "HAGGLE!");
}

TEST_CASE("parameters in minor units") {
  read_options minor;
  minor.minor_units = true;
  CHECK(argument("FIVE=250", minor) == "FIVE=250");
  CHECK(argument("FIVE=2.50", minor) == "FIVE!");
  CHECK(argument("FIVE=2.50USD", minor) == "FIVE=250");
  CHECK(argument("HAGGLE=8%", minor) == "HAGGLE=8000000");
}

TEST_CASE("an argument that is no offer at all is refused") {
  for (const char* text : {"", " ", "=8%", "HAGGLE=", "HAGGLE=a lot", "HAGGLE=8%%", "A,B",
                           "HAGGLE 8 %", "HAGGLE=010", "HAGGLE==8%"}) {
    INFO(text);
    CHECK(argument(text) == "PL6020");
  }
  CHECK(argument(std::string(caps::name_bytes + 1, 'A').c_str()) == "PL6020");
  CHECK(argument("  HAGGLE  =  8%  ") == "HAGGLE=8000000");
}

TEST_CASE("a proposal file of another shape is refused with places") {
  CHECK(proposal_of("offer: A").faults() == "1:1 PL6002 1:1 PL6009");
  CHECK(proposal_of("offers: WELCOME10").faults() == "1:9 PL6001");
  CHECK(proposal_of("hello").faults() == "1:1 PL6001");
  CHECK(proposal_of("offers: [[A]]").faults() == "1:10 PL6003");
  CHECK(proposal_of("offers: [{parameter: 3%}]").faults() == "1:10 PL6009");
  CHECK(proposal_of("offers: [{offer: A, parametr: 3%}]").faults() == "1:21 PL6002");
  CHECK(proposal_of("offers: [HAGGLE: lots]\nintent: true\naccept_partial: yes").faults() ==
        "1:18 PL6020 2:9 PL6003 3:17 PL6003");
  std::string many = "offers: [";
  for (std::size_t i = 0; i <= caps::proposal_offers; ++i) many += "A, ";
  CHECK(proposal_of(many + "]").faults() == "1:9 PL6006");
}

TEST_CASE("a proposal owns its texts") {
  owned_proposal kept;
  {
    auto read = proposal_of("offers: [A-RATHER-LONG-NAME-THAT-IS-NOT-SHORT]\nintent: some-intent");
    kept = std::move(*read.content);
  }
  CHECK(kept.content.offers[0].name == "A-RATHER-LONG-NAME-THAT-IS-NOT-SHORT");
  CHECK(kept.content.intent == "some-intent");
}
