// Whole conversations, line by line, as golden/transcripts.txt keeps them: what is answered to
// whom, why, and what the session remembers. PARLEY_UPDATE=1 rewrites the file; read the
// difference.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "negotiate/talk.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace parley::test {
namespace {

struct shown_facts {
  int minute = 0;
  int mugs = 2;
  bool prepays = false, signed_up = false, stock_low = false;
  int competitor = 0;  ///< 0: not known

  [[nodiscard]] std::string text() const {
    const auto flag = [](bool b) { return b ? "true" : "false"; };
    return "now: 2026-11-22T10:" + std::string(minute < 10 ? "0" : "") + std::to_string(minute) +
           ":00Z\ncart:\n  currency: USD\n  lines:\n"
           "    - {sku: TEA, qty: 2, price: 12.00, cost: 5.00}\n    - {sku: MUG, qty: " +
           std::to_string(mugs) +
           ", price: 20.00, cost: 9.00}\n"
           "  shipping: [{method: standard, price: 5.99, cost: 4.10}]\n"
           "customer: {key: c-1, prepays: " +
           flag(prepays) + ", signed: " + flag(signed_up) + "}\nstock.low: " + flag(stock_low) +
           "\n" +
           (competitor > 0 ? "competitor.price: " + std::to_string(competitor) + ".00\n" : "") +
           "counters: {\"spend of class haggled per day\": 12.00}\n";
  }
};

std::string pack_text(const std::string& negotiation) {
  return R"(
pack: bazaar
version: 1
currency: USD
defaults: {stacking: open, intent: optional}
facts:
  customer.prepays: {type: bool}
  customer.signed: {type: bool}
  stock.low: {type: bool, voids: true}
  competitor.price: {type: money}
offers:
  CUT: {give: 1%..9% step 2% off order, class: haggled}
  POST: {give: free shipping, when: cart.subtotal >= 50}
  TOTE: {give: gift TOTE, class: gift, cost: 4.00, worth: 9.00, when: '!stock.low'}
  SPOON: {give: gift SPOON, class: gift, cost: 2.00, worth: 3.00}
  POINTS: {give: concession points 100..200 step 100, cost: 0.50 per 100, worth: 0.60}
stacking: [at most 1 of class gift]
limits:
  - discount <= 8% of subtotal
  - concession <= 30% of subtotal
  - spend of class haggled per day <= 50.00
negotiation:
)" + negotiation +
         "  triggers: {prepay: {when: customer.prepays, worth: 2.00}, sign: customer.signed}\n"
         "  evidence: competitor.price\n";
}

const char* const strategies[][2] = {
    {"ladder",
     "  ladder: [CUT 1%, CUT 3%, CUT 5% + SPOON, CUT 5% + TOTE, CUT 9%]\n"
     "  sweeteners: [POST, SPOON]\n  rounds: 12\n"},
    {"patient ladder",
     "  ladder: [CUT 3%, CUT 5%, CUT 7%]\n  min_move: 3.00\n  patience: 2\n  rounds: 9\n"
     "  expires: 5m\n"},
    {"micro", "  strategy: micro\n  issues: [CUT, POST, class gift, POINTS]\n  rounds: 14\n"},
    {"linear", "  strategy: linear\n  issues: [CUT, POINTS]\n  rounds: 8\n  min_move: 1.00\n"},
    {"boulware", "  strategy: boulware\n  issues: [CUT, class gift]\n  rounds: 8\n"},
    {"conceder", "  strategy: conceder\n  issues: [CUT, TOTE]\n  rounds: 6\n"},
};

/// What a shopper does in a round: the ask, and what happens to the facts before it.
struct buyer {
  const char* name;
  std::function<void(int, shown_facts&, ask&)> act;
};
const buyer buyers[] = {
    {"raises by 2.00", [](int n, shown_facts&, ask& a) { a.target_total = 5'000 + 200 * n; }},
    {"raises by 0.60", [](int n, shown_facts&, ask& a) { a.target_total = 6'000 + 60 * n; }},
    {"asks for more", [](int, shown_facts&, ask& a) { a.more = true; }},
    {"a percent less each time",
     [](int n, shown_facts&, ask& a) { a.target_percent = (30 - 2 * n) * one_percent; }},
    {"gives in return",
     [](int n, shown_facts& f, ask& a) {
       a.more = true;
       if (n > 0) a.give = {"prepay", "sign"};
       f.prepays = n > 1, f.signed_up = n > 3;
     }},
    {"has a bill from elsewhere",
     [](int n, shown_facts& f, ask& a) {
       a.competitor_price = 5'500 + 100 * n;
       f.competitor = n < 2 ? 0 : 57 + n;
     }},
    {"lets half the offers expire",
     [](int n, shown_facts& f, ask& a) {
       a.target_total = 5'000 + 250 * n;
       f.minute = n < 3 ? n : 35 + n;
     }},
    {"changes the cart and the stock",
     [](int n, shown_facts& f, ask& a) {
       a.target_total = 5'500 + 200 * n;
       f.mugs = n == 2 ? 1 : n >= 4 ? 3 : 2;
       f.stock_low = n >= 5;
     }},
    {"turns down, then takes it",
     [](int n, shown_facts&, ask& a) {
       if (n % 3 == 0) a.target_total = 5'000 + 300 * n;
       a.reject = n % 3 == 1;
       a.more = n % 3 == 2;
       if (n == 7) a = accept_ask();
     }},
    {"wants offers by name",
     [](int n, shown_facts&, ask& a) {
       a.want = {{"CUT", (n < 4 ? 9 - 2 * n : 1) * one_percent, true, false}};
       if (n % 2 == 1) a.want.push_back({"POST", 0, false, false});
       if (n == 3) a.target_total = 6'000;
     }},
};

std::string line_of(const negotiation_reply& r) {
  std::ostringstream out;
  const session& s = r.next;
  out << name_of(r.outcome) << " " << name_of(r.reason);
  if (r.has_terms) {
    out << ": " << (r.terms.items.empty() ? "nothing" : items(r)) << " for " << r.terms.total
        << ", offer " << r.terms.revision << (r.terms.reserve ? " reserved" : "")
        << (r.priced.has_quote ? "" : " without lines") << ", costs " << r.terms.concession
        << ", worth " << r.terms.worth;
  }
  if (r.has_ask_total) out << "; asked " << r.ask_total;
  if (r.moved) out << "; moved";
  if (r.newly_fired != 0) out << "; fired " << r.newly_fired;
  if (r.unproved != 0) out << "; unproved " << r.unproved;
  if (r.evidence_unproved) out << "; no evidence";
  if (!r.missing.empty()) out << "; missing " << r.missing.size();
  if (!r.blocked.findings.empty()) out << "; blocked " << r.blocked.findings.size();
  out << " | round " << s.round << " answers " << s.revision << " step "
      << (s.step == no_index ? "-" : std::to_string(s.step)) << " granted " << s.granted
      << " tried " << s.tried << " silent " << s.silent << " fired " << s.fired;
  if (s.has_best_ask) out << " best " << s.best_ask;
  if (s.ended) out << " ended";
  if (s.closed) out << " closed";
  return out.str();
}

std::string all_transcripts() {
  std::string out;
  for (const auto& [name, text] : strategies) {
    const pack rules = pack_of(pack_text(text));
    for (const buyer& b : buyers) {
      out += std::string(name) + ", who " + b.name + "\n";
      shown_facts f;
      campaign c(rules, f.text());
      talk t(c);
      for (int n = 0; n < 12; ++n) {
        ask a;
        b.act(n, f, a);
        c.learn(f.text());
        out += "  " + line_of(t.say(a)) + "\n";
        if (t.now.closed) break;
      }
    }
  }
  return out;
}

TEST_CASE("whole conversations are answered as they are kept") {
  const std::string path = tests_dir() + "/negotiate/golden/transcripts.txt";
  const std::string made = all_transcripts();
  if (std::getenv("PARLEY_UPDATE") != nullptr) std::ofstream(path, std::ios::trunc) << made;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream kept;
  kept << in.rdbuf();
  CHECK(made == kept.str());
}

}  // namespace
}  // namespace parley::test
