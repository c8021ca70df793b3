// What is said for each outcome, in the pack's words and without any.
#include "parley/negotiate/reply_words.hpp"

#include <string>

#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

const char* const plain =
    "pack: p\nversion: 1\ncurrency: USD\noffers:\n  CUT: {give: 5% off order}\n"
    "  POST: {give: free shipping}\n";
const char* const worded =
    "wording:\n  en:\n    negotiate.accept: \"Done: {total}, you save {saving}.\"\n"
    "    negotiate.counter: \"{offers}: {total}\"\n    negotiate.hold: Hold.\n"
    "    negotiate.checking: Checking.\n    negotiate.final: \"{total}, no less.\"\n"
    "    negotiate.decline: No.\n    handoff: Wait for a person.\n";

struct said {
  negotiation_outcome outcome;
  reply_reason reason;
  const char* plain;
  const char* bare;  ///< without terms
  const char* worded;
};
const said all[] = {
    {negotiation_outcome::accept, reply_reason::ask_met, "Deal: 95.00 USD in all.", nullptr,
     "Done: 95.00 USD, you save 10.00 USD."},
    {negotiation_outcome::counter, reply_reason::next_step, "I can do 95.00 USD in all.", nullptr,
     "CUT and POST: 95.00 USD"},
    {negotiation_outcome::hold, reply_reason::no_move, "My offer stands: 95.00 USD in all.",
     "I can't say more yet.", "Hold."},
    {negotiation_outcome::hold, reply_reason::missing_facts, "Let me check something first.",
     "Let me check something first.", "Checking."},
    {negotiation_outcome::final, reply_reason::limit_reached, "95.00 USD in all is my last offer.",
     "I can't go lower than the price in your cart.", "95.00 USD, no less."},
    {negotiation_outcome::decline, reply_reason::no_offer, "I'm afraid I can't do that.",
     "I'm afraid I can't do that.", "No."},
    {negotiation_outcome::handoff, reply_reason::handoff_rule,
     "A colleague of mine will take it from here.", "A colleague of mine will take it from here.",
     "Wait for a person."},
};

TEST_CASE("each outcome has its sentence, the pack's before ours") {
  const pack ours = pack_of(plain);
  const pack theirs = pack_of(std::string(plain) + worded);
  for (const said& s : all) {
    INFO(s.plain);
    negotiation_reply r;
    r.outcome = s.outcome;
    r.reason = s.reason;
    if (s.bare != nullptr) CHECK(customer_words(ours, r) == s.bare);
    r.has_terms = true;
    r.terms.items = {{"CUT"}, {"POST"}};
    r.terms.total = 9'500;
    r.terms.discount = 500;
    r.terms.shipping_discount = 500;
    CHECK(customer_words(ours, r) == s.plain);
    CHECK(customer_words(theirs, r) == s.worded);
    CHECK(customer_words(theirs, r, "de") == s.worded);
  }
  // A sentence of the pack about terms is not said where there are none.
  negotiation_reply r;
  r.outcome = negotiation_outcome::final;
  CHECK(customer_words(theirs, r) == "I can't go lower than the price in your cart.");
}

TEST_CASE("every outcome and reason has a name, and the house hears why") {
  negotiation_reply r;
  r.detail = "what is wrong";
  for (int i = 0; i <= static_cast<int>(reply_reason::no_ladder); ++i) {
    r.reason = static_cast<reply_reason>(i);
    CHECK(name_of(r.reason) != "?");
    CHECK(house_words(r).size() > 5);
    CHECK_FALSE(customer_reason(r.reason).empty());
    // Nothing of how an end or a step came about is for customers.
    CHECK((customer_reason(r.reason) == "final") ==
          (r.reason == reply_reason::ladder_over || r.reason == reply_reason::limit_reached ||
           r.reason == reply_reason::last_round));
  }
  for (int i = 0; i <= static_cast<int>(negotiation_outcome::handoff); ++i)
    CHECK(name_of(static_cast<negotiation_outcome>(i)) != "?");
  CHECK(name_of(static_cast<negotiation_outcome>(99)) == "?");
  CHECK(name_of(static_cast<reply_reason>(99)) == "?");
  r.reason = static_cast<reply_reason>(99);
  r.outcome = static_cast<negotiation_outcome>(99);
  CHECK(house_words(r).empty());
  CHECK(customer_words(pack_of(plain), r).empty());
}

TEST_CASE("a sentence without terms in it is said where there are none") {
  const pack theirs =
      pack_of(std::string(plain) +
              "wording:\n  en: {negotiate.decline: \"No.\", negotiate.final: \"No less.\"}\n"
              "  de: {negotiate.decline: \"Nein.\", negotiate.final: \"Nicht unter {total}.\"}\n");
  negotiation_reply r;
  r.outcome = negotiation_outcome::decline;
  r.reason = reply_reason::no_offer;
  CHECK(customer_words(theirs, r) == "No.");
  CHECK(customer_words(theirs, r, "de") == "Nein.");
  CHECK(customer_words(theirs, r, "de-AT") == "Nein.");
  r.outcome = negotiation_outcome::final;
  CHECK(customer_words(theirs, r, "de") == "No less.");
  r.has_terms = true;
  r.terms.total = 9'500;
  CHECK(customer_words(theirs, r, "de") == "Nicht unter 95.00 USD.");
}

}  // namespace
}  // namespace parley::test
