// What agents and customers are shown holds none of the house's numbers: random decisions, their
// forms for each audience, and a search for every bound and measured value.
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "parley/engine/customer_words.hpp"
#include "parley/engine/explain.hpp"
#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/explain_report.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace parley::test {
namespace {

/// Limits with bounds that nothing else in the pack or the cart looks like.
std::string pack_with_odd_bounds() {
  return R"(
pack: odd
version: 1
currency: USD
defaults: {stacking: open}
facts:
  customer.verified: {type: bool}
offers:
  HAGGLE: {give: 1%..40% step 1% off order, class: negotiated}
  TENNER: {give: 10.00 off order}
  GIFT: {give: gift SKU-G, cost: 6.61, worth: 9.00}
  SHIP: {give: free shipping}
limits:
  - {limit: discount <= 17.93% of subtotal, id: most-off, because: nobody gets 17.93% and more}
  - {limit: concession <= 31.41% of subtotal, id: most-given}
  - {limit: discount <= 23.17, id: by-hand-2317, else: escalate to boss, when: customer.verified,
     because: 23.17 is much}
  - {limit: margin >= 22.71%, id: least-margin}
  - {limit: price per unit >= line.cost * 1.19, id: floor}
  - {limit: spend of class negotiated per day <= 973.31, id: budget}
wording:
  en: {most-off: "Sorry, not with {offers}.", allow: "Deal: {total}, you save {saving}."}
  de:
    allow: "Ja, {total}."
    deny: "Leider nein."
    need: "Moment."
    escalate: "Ich frage nach."
    handoff: "Eine Kollegin kommt."
    limit.exceeded: "{offers} geht leider nicht."
    and: und
    decimal: ","
)";
}

/// Runs of digits, points dropped: "17.93%" and 1793 are the same number to somebody who looks.
std::set<std::string> numbers_in(const std::string& text) {
  std::set<std::string> found;
  std::string digits;
  const auto end = [&] {
    while (!digits.empty() && digits.front() == '0') digits.erase(0, 1);
    if (digits.size() >= 3) found.insert(digits);
    digits.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      digits += c;
    } else if ((c == '.' || c == ',') && !digits.empty() && i + 1 < text.size() &&
               std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) {
      continue;
    } else {
      end();
    }
  }
  end();
  return found;
}

/// Bounds and measured values of a decision, in minor units or 1e-8, whole part.
std::set<std::string> secrets_of(const decision& d) {
  std::set<std::string> found;
  const auto add = [&](const quantity& q) {
    if (q.what == quantity::kind::nothing) return;
    const std::int64_t whole = q.numerator / (q.denominator == 0 ? 1 : q.denominator);
    for (const std::int64_t n : {whole, whole / 10'000}) {
      const std::string text = std::to_string(n < 0 ? -n : n);
      if (text.size() >= 3) found.insert(text);
    }
  };
  for (const auto* list : {&d.findings, &d.notes}) {
    for (const finding& f : *list) {
      if (f.rule_kind == finding::rule_kind::limit) add(f.actual), add(f.bound);
    }
  }
  for (const approval_request& a : d.approvals) add(a.up_to);
  return found;
}

/// The bounds as the pack writes them.
const std::set<std::string> written_bounds = {"1793", "3141", "2317", "2271", "97331", "661"};

TEST_CASE("agents and customers are shown no bound, no measured value and no cost") {
  const std::string cart = R"(
cart:
  currency: USD
  lines:
    - {id: l1, sku: LAMP, qty: QTY, price: PRICE, cost: COST}
  shipping: [{method: post, price: 5.00, cost: 4.00}]
customer: {key: c-9, verified: VERIFIED}
counters: {"spend of class negotiated per day": SPENT}
)";
  const pack rules = pack_of(pack_with_odd_bounds());
  random dice(20260101);
  std::size_t refused = 0;
  for (int round = 0; round < 400; ++round) {
    const std::int64_t price = dice.between(900, 9900);
    std::string text = with(cart, "QTY", std::to_string(dice.between(1, 4)));
    text = with(text, "PRICE", money_text(price, 2));
    text = with(text, "COST", money_text(price * dice.between(40, 80) / 100, 2));
    text = with(text, "VERIFIED", dice.chance(50) ? "true" : "false");
    text = with(text, "SPENT", money_text(dice.between(0, 97331), 2));
    campaign c(rules, text);
    proposal asked;
    const auto ask = [&](std::string_view offer) {
      asked.offers.push_back(c.of({offer}).offers[0]);
    };
    if (dice.chance(70)) ask("HAGGLE=" + std::to_string(dice.between(1, 40)) + "%");
    for (const char* const offer : {"TENNER", "GIFT", "SHIP"}) {
      if (dice.chance(40)) ask(offer);
    }
    explanation why;
    explain(c.rules, *c.facts, asked, c.memory, why);
    const decision& d = why.decision;
    if (d.verdict != verdict::allow) ++refused;
    for (const auto who : {report::audience::agent, report::audience::customer}) {
      const report::answer_context about{c.rules, *c.facts, who, {}, dice.chance(50) ? "de" : "en"};
      const std::string forms[] = {
          report::dump(report::to_json(d, about)), report::to_text(d, about, {}),
          report::dump(report::to_json(why, asked, about)), report::to_text(why, asked, about, {})};
      // The priced cart is there to be shown; what is left to find are the house's numbers.
      std::set<std::string> priced;
      if (report::shows_quote(d, who)) {
        priced = numbers_in(report::to_text(d.quote, about));
        priced.merge(numbers_in(report::dump(report::to_json(d.quote, about))));
      }
      for (std::size_t i = 0; i < 4; ++i) {
        std::string form = forms[i];
        const std::string digest = c.rules.digest();
        for (std::size_t at; (at = form.find(digest)) != std::string::npos;)
          form.erase(at, digest.size());
        const std::set<std::string> shown = numbers_in(form);
        INFO(campaign::text(asked) << "\n" << form);
        for (const char* const word :
             {"17.93%", "31.41%", "22.71%", "973.31", "bound", "actual", "headroom"})
          CHECK(form.find(word) == std::string::npos);
        if (i >= 2) continue;  // repairs have prices of their own, which may be any number
        std::set<std::string> secrets = secrets_of(d);
        secrets.insert(written_bounds.begin(), written_bounds.end());
        for (const std::string& secret : secrets) {
          if (priced.count(secret) == 0) CHECK(shown.count(secret) == 0);
        }
      }
    }
  }
  CHECK(refused > 150);
}

TEST_CASE("customers are answered in the pack's words, by rule, code and verdict") {
  const std::string facts = R"(
cart:
  currency: USD
  lines: [{id: l1, sku: LAMP, qty: 1, price: 100.00, cost: 20.00}]
customer: {verified: true}
counters: {"spend of class negotiated per day": 0}
)";
  campaign c(pack_with_odd_bounds(), facts);
  const auto said = [&](std::initializer_list<std::string_view> offers, std::string_view language) {
    return customer_words(c.rules, c.judge(offers), language);
  };
  CHECK(said({"HAGGLE=10%"}, "en") == "Deal: 90.00 USD, you save 10.00 USD.");
  CHECK(said({"HAGGLE=10%"}, "de") == "Ja, 90,00 USD.");
  CHECK(said({"HAGGLE=10%"}, "de-AT") == "Ja, 90,00 USD.");
  CHECK(said({"HAGGLE=10%"}, "fr") == "Deal: 90.00 USD, you save 10.00 USD.");
  CHECK(said({"HAGGLE=18%"}, "en") == "Sorry, not with HAGGLE.");
  CHECK(said({"HAGGLE=18%", "TENNER"}, "de") == "HAGGLE und TENNER geht leider nicht.");
  CHECK(said({"HAGGLE=15%", "TENNER"}, "fr") == "Sorry, not with HAGGLE and TENNER.");
}

/// Codes and messages of a pack with this `wording:`.
std::vector<std::string> faults(const std::string& wording) {
  const std::string head =
      "pack: p\nversion: 1\ncurrency: USD\noffers: {A: {give: 1.00 off order}}\n"
      "limits: [{limit: discount <= 5.00, id: cap}]\nwording:\n";
  const compilation made = compile_text("pack.yaml", head + wording);
  std::vector<std::string> out;
  for (const diagnostic& d : made.found.items()) out.push_back(d.code + " " + d.message);
  return out;
}

TEST_CASE("wording for nothing, and wording that tells too much, is refused") {
  using texts = std::vector<std::string>;
  CHECK(faults("  en: {allow: 'Yes, {total}.', cap: No.}\n").empty());
  CHECK(faults("  en: {alow: Yes.}\n") ==
        texts{"PL4410 nothing is called `alow` that a customer is told about"});
  CHECK(faults("  en: {allow: 'Yes, {totl}.'}\n") ==
        texts{"PL4411 no `{totl}` in the sentence for `allow`"});
  CHECK(faults("  en: {deny: 'No, {total}.'}\n") ==
        texts{"PL4411 no `{total}` in the sentence for `deny`"});
  CHECK(faults("  en: {cap: 'Not over {bound}.'}\n") ==
        texts{"PL4412 `{bound}` is nothing that customers are told"});
  CHECK(faults("  en: {deny: 'No {offers'}\n") == texts{"PL4411 a `{` without its other half"});
  CHECK(faults("  en: {cap: 'Not over 5 dollars.'}\n") ==
        texts{"PL5022 the sentence for `cap` tells customers a number"});
  CHECK(faults("  de: {deny: Nein.}\n") ==
        texts{"PL5021 `de` has no sentence for `allow`, `escalate`, `need`, `handoff`"});
  CHECK(faults("  12: {deny: Nein.}\n").front() == "PL4401 `12` isn't a language");
}

}  // namespace
}  // namespace parley::test
