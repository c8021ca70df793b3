// A pack and facts as people write them, and questions about them.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "parley/compiler/compile.hpp"
#include "parley/compiler/read.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/cart_hash.hpp"

namespace parley::test {

/// Throws with all diagnostics when the pack or the facts are wrong: a mistake of the test.
class written {
 public:
  explicit written(const std::string& yaml) : pack_(compiled(yaml)) {}

  written& facts(const std::string& yaml) {
    source_set sources;
    diagnostics found;
    const std::uint32_t at = sources.add("facts.yaml", yaml);
    facts_ = read_facts(pack_, sources, at, {}, found);
    fail_on(found);
    return *this;
  }

  /// Asks about offers written as `WELCOME10` or `HAGGLE=2%`, separated by blanks.
  const decision& ask(const std::string& offers, std::string_view intent = {},
                      bool accept_partial = false) {
    asked_.emplace();
    diagnostics found;
    for (std::size_t at = 0; at < offers.size();) {
      const std::size_t end = std::min(offers.find(' ', at), offers.size());
      if (end > at && !parse_offer_argument(pack_, offers.substr(at, end - at), {}, *asked_, found))
        fail_on(found);
      at = end + 1;
    }
    asked_->content.intent = intent;
    asked_->content.accept_partial = accept_partial;
    validate(pack_, *facts_, asked_->content, work_, answer_);
    return answer_;
  }

  [[nodiscard]] const parley::pack& pack() const { return pack_; }
  [[nodiscard]] const fact_set& known() const { return *facts_; }
  /// The hash of the cart that approvals are bound to.
  [[nodiscard]] std::string cart() const { return cart_hash(*facts_); }

  [[nodiscard]] bool answer_is(verdict v) const { return answer_.verdict == v; }
  /// "code rule: OFFER OFFER", in order.
  [[nodiscard]] std::vector<std::string> reasons() const {
    std::vector<std::string> out;
    for (const finding& f : answer_.findings) {
      std::string line(name_of(f.verdict));
      line += ' ';
      line += name_of(f.code);
      const auto& t = pack_.tables();
      if (f.rule_kind == finding::rule_kind::stacking)
        line += " " + std::string(pack_.text(t.stacking[f.rule].id));
      if (f.rule_kind == finding::rule_kind::limit)
        line += " " + std::string(pack_.text(t.limits[f.rule].id));
      for (std::uint32_t i = 0; i < f.offers.count; ++i) {
        line += i == 0 ? ": " : " ";
        line += pack_.text(t.offers[answer_.finding_offers[f.offers.first + i]].name);
      }
      out.push_back(line);
    }
    return out;
  }
  /// Names of missing facts.
  [[nodiscard]] std::vector<std::string> missing() const {
    std::vector<std::string> out;
    for (const missing_fact& m : answer_.missing) {
      const auto& t = pack_.tables();
      switch (m.what) {
        case missing_fact::kind::fact: out.emplace_back(pack_.text(t.facts[m.which].name)); break;
        case missing_fact::kind::line:
          out.push_back("line." + std::string(pack_.text(t.line_facts[m.which].name)));
          break;
        case missing_fact::kind::counter:
          out.emplace_back(pack_.text(t.counters[m.which].key));
          break;
        case missing_fact::kind::now: out.emplace_back("now"); break;
        case missing_fact::kind::customer_key: out.emplace_back("customer.key"); break;
        case missing_fact::kind::cart: out.emplace_back("cart"); break;
        case missing_fact::kind::intent: out.emplace_back("intent"); break;
        case missing_fact::kind::session: out.emplace_back("session"); break;
        case missing_fact::kind::shipping_cost: out.emplace_back("shipping cost"); break;
        case missing_fact::kind::shipping_tax: out.emplace_back("shipping tax"); break;
      }
    }
    return out;
  }

 private:
  static void fail_on(const diagnostics& found) {
    if (!found.has_errors()) return;
    std::string text;
    for (const diagnostic& d : found.items())
      text += d.code + " " + d.message + "; " + d.help + "\n";
    throw std::runtime_error(text);
  }
  static parley::pack compiled(const std::string& yaml) {
    compilation made = compile_text("pack.yaml", yaml);
    fail_on(made.found);
    return *made.compiled;
  }

  parley::pack pack_;
  std::optional<fact_set> facts_;
  std::optional<owned_proposal> asked_;
  workspace work_;
  decision answer_;
};

/// A pack of these offers where everything may be combined.
inline std::string open_pack(
    const std::string& offers, const std::string& more = "",
    const std::string& knobs = "rounding: {mode: half_up, remainder: largest}",
    const std::string& defaults = "") {
  return "pack: shop\nversion: 1\ncurrency: USD\n" + knobs + "\ndefaults: {stacking: open" +
         defaults + "}\n" + more + "offers:\n" + offers;
}

inline std::string cart(const std::string& lines, const std::string& shipping = "") {
  return "cart:\n  currency: USD\n  lines:\n" + lines +
         (shipping.empty() ? "" : "  shipping: " + shipping + "\n");
}

}  // namespace parley::test
