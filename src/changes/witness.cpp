#include "changes/witness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "changes/question.hpp"
#include "changes/witness_scope.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/validate.hpp"
#include "report/decision_json.hpp"
#include "report/format.hpp"

namespace parley::changes {

namespace {

using report::change_kind;

constexpr std::uint64_t perfect = 0;
constexpr std::uint64_t hopeless = ~std::uint64_t{0};

/// SplitMix64: the same numbers everywhere.
class numbers {
 public:
  explicit numbers(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<std::size_t>((z ^ (z >> 31)) % n);
  }

 private:
  std::uint64_t state_;
};

/// One engine at work on one pack.
struct bench_side {
  explicit bench_side(const pack& p) : rules(p), facts(p.schema()) { memory.readings = &readings; }
  const pack& rules;
  fact_set facts;
  proposal asked;
  workspace memory;
  decision made;
  std::vector<engine::limit_reading> readings;

  void ask(const question_space& space, const question_space::question& q, bool after) {
    space.fill(q, after, facts, asked);
    readings.clear();
    validate(rules, facts, asked, memory, made);
  }
  [[nodiscard]] std::string_view handoff() const {
    if (made.handoffs.empty()) return {};
    return rules.text(rules.tables().handoffs[made.handoffs.front()].to);
  }
  [[nodiscard]] std::vector<std::string_view> duties() const {
    std::vector<std::string_view> out;
    for (const graph::index o : made.obligations) {
      out.push_back(rules.text(rules.tables().obligations[o].kind));
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

bool is_subject(const pack& p, const graph::subject_row& s, std::string_view offer) {
  if (s.what == graph::subject_row::kind::any) return true;
  const graph::index o = p.offer_named(offer);
  if (o == no_index) return false;
  if (s.what == graph::subject_row::kind::offer) return s.which == o;
  const auto classes = pack::rows(p.tables().class_refs, p.tables().offers[o].classes);
  return std::find(classes.begin(), classes.end(), s.which) != classes.end();
}

std::string reason_text(const bench_side& s, const finding& f) {
  const rule_words words = words_of(s.rules, f);
  std::string out(parley::name_of(f.code));
  if (!words.id.empty()) out = fmt::format("{} by {}", out, words.id);
  const std::string actual = report::quantity_text(s.rules, f.actual);
  const std::string bound = report::quantity_text(s.rules, f.bound);
  if (!actual.empty() && !bound.empty()) out += fmt::format(" ({} against {})", actual, bound);
  return out;
}

report::witness_side side_of(const bench_side& s) {
  report::witness_side out;
  out.verdict = s.made.verdict;
  if (s.made.has_quote) out.total = report::money_text(s.rules, s.made.quote.total);
  for (const finding& f : s.made.findings) out.reasons.push_back(reason_text(s, f));
  out.handoff = s.handoff();
  return out;
}

}  // namespace

struct witness_search::state {
  state(const pack& b, const pack& a) : before(b), after(a), space(b, a) {}

  bench_side before;
  bench_side after;
  question_space space;
  witness_target target;
  std::uint64_t asked = 0;
  std::uint64_t most = 0;
  /// The best question whose verdicts differ while something else is in the way, too.
  std::vector<std::uint16_t> second_best;
  std::uint64_t second_score = hopeless;

  using question = question_space::question;

  [[nodiscard]] bool about_target(const bench_side& s, const finding& f, graph::index row) const {
    using kind = decltype(finding::rule_kind);
    switch (target.kind) {
      case change_kind::limit: return f.rule_kind == kind::limit && f.rule == row;
      case change_kind::stacking:
        return (f.rule_kind == kind::stacking && f.rule == row) ||
               (f.code == finding_code::stacking_not_permitted && related(s, f));
      case change_kind::pair:
        return f.code == finding_code::stacking_not_permitted ||
               f.code == finding_code::stacking_excluded ||
               f.code == finding_code::stacking_alone || f.code == finding_code::stacking_at_most;
      case change_kind::offer:
        if (f.code == finding_code::proposal_unknown_offer) return f.text == target.offers.front();
        return (f.rule_kind == kind::offer && f.rule != no_index &&
                s.rules.text(s.rules.tables().offers[f.rule].name) == target.offers.front());
      case change_kind::playbook:
        return f.code == finding_code::proposal_intent || f.rule_kind == kind::playbook;
      default: return false;
    }
  }

  /// Whether the changed rule relates the two offers of a finding in one of the packs.
  [[nodiscard]] bool related(const bench_side& s, const finding& f) const {
    if (f.offers.count != 2) return false;
    std::string_view names[2];
    for (std::uint32_t i = 0; i < 2; ++i) {
      const graph::index o = s.made.finding_offers[f.offers.first + i];
      names[i] = s.rules.text(s.rules.tables().offers[o].name);
    }
    const auto in = [](const pack& p, graph::index row, std::string_view a, std::string_view b) {
      if (row == no_index) return false;
      const graph::stacking_row& r = p.tables().stacking[row];
      const auto right = pack::rows(p.tables().subjects, r.right);
      return is_subject(p, r.left, a) &&
             std::any_of(right.begin(), right.end(),
                         [&](const graph::subject_row& one) { return is_subject(p, one, b); });
    };
    for (const auto& [a, b] : {std::pair(names[0], names[1]), std::pair(names[1], names[0])}) {
      if (in(before.rules, target.before_row, a, b) || in(after.rules, target.after_row, a, b)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool attributed() const {
    switch (target.kind) {
      case change_kind::limit:
      case change_kind::stacking:
      case change_kind::pair:
      case change_kind::playbook: return true;
      default: return false;
    }
  }

  /// A change of what rules are about may show in any of them.
  [[nodiscard]] bool spreads() const {
    return target.kind == change_kind::pack || target.kind == change_kind::selector ||
           target.kind == change_kind::fact;
  }

  /// What is in the way of both decisions alike.
  [[nodiscard]] std::uint64_t shared_weight() const {
    const auto reasons = [](const bench_side& s) {
      std::vector<std::pair<std::string, std::uint64_t>> out;
      for (const finding& f : s.made.findings) {
        out.emplace_back(fmt::format("{} {}", parley::name_of(f.code), words_of(s.rules, f).id),
                         f.verdict == verdict::deny ? 2 : 1);
      }
      std::sort(out.begin(), out.end());
      return out;
    };
    const auto old = reasons(before);
    std::uint64_t sum = 0;
    for (const auto& one : reasons(after)) {
      if (std::binary_search(old.begin(), old.end(), one)) sum += 2 * one.second;
    }
    return sum;
  }

  [[nodiscard]] bool same_money() const {
    if (before.made.has_quote != after.made.has_quote) return true;  // the verdict says enough
    if (!before.made.has_quote) return true;
    const quote& b = before.made.quote;
    const quote& a = after.made.quote;
    return b.total == a.total && b.discount == a.discount &&
           b.shipping_discount == a.shipping_discount;
  }

  /// Whether the two decisions differ in what the change is about.
  [[nodiscard]] bool differs() const {
    switch (target.kind) {
      case change_kind::handoff: return before.handoff() != after.handoff();
      case change_kind::obligation: return before.duties() != after.duties();
      default: break;
    }
    return before.made.verdict != after.made.verdict || !same_money() ||
           (target.kind == change_kind::playbook && before.handoff() != after.handoff());
  }

  /// How far apart what the changed limit measured is from its bound, in thousandths; 1000 where
  /// it wasn't measured.
  [[nodiscard]] static std::uint64_t distance(const bench_side& s, graph::index row) {
    std::uint64_t nearest = 1'000;
    for (const engine::limit_reading& r : s.readings) {
      if (r.limit != row || !r.known || r.bound.numerator == 0) continue;
      const auto number = [](const quantity& q) {
        return static_cast<double>(q.numerator) / static_cast<double>(q.denominator);
      };
      const double apart = std::abs(number(r.actual) / number(r.bound) - 1.0);
      nearest = std::min(nearest, static_cast<std::uint64_t>(std::min(apart, 0.999) * 1'000));
    }
    return nearest;
  }

  /// 0 for a witness: the decisions differ, and nothing but the change is in the way.
  std::uint64_t score(const question& q) {
    ++asked;
    before.ask(space, q, false);
    after.ask(space, q, true);
    std::uint64_t foreign = 0;
    bool own_before = false;
    bool own_after = false;
    const auto count = [&](const bench_side& s, graph::index row, bool& own) {
      for (const finding& f : s.made.findings) {
        if (about_target(s, f, row)) {
          own = true;
        } else {
          foreign += f.verdict == verdict::deny ? 2 : 1;
        }
      }
    };
    if (spreads()) {
      foreign = shared_weight();
    } else {
      count(before, target.before_row, own_before);
      count(after, target.after_row, own_after);
    }
    // A question that neither pack can answer shows little.
    if (before.made.verdict == verdict::need && after.made.verdict == verdict::need) ++foreign;
    bool found = differs();
    if (target.breaks) {
      found = before.made.verdict == verdict::deny && after.made.verdict == verdict::allow;
    }
    if (attributed()) {
      const bool money = !same_money() && target.kind == change_kind::limit;
      found = found && (own_before != own_after || money ||
                        (own_before && before.made.verdict != after.made.verdict));
    } else if (target.kind == change_kind::offer) {
      found = found && proposes_target(q);
    }
    if (found && foreign == 0 && differs_without(q)) found = false;
    if (found && foreign == 0) return perfect;
    if (found && before.made.verdict != after.made.verdict && foreign * 10'000 < second_score) {
      second_best = q;
      second_score = foreign * 10'000;
    }
    std::uint64_t rest = found ? 0 : 1;
    if (!found && target.kind == change_kind::limit) {
      rest += distance(before, target.before_row) + distance(after, target.after_row);
    } else if (!found) {
      rest += own_before || own_after ? 500 : 1'000;
    }
    return foreign * 10'000 + rest;
  }

  /// Whether a changed offer makes no difference to a question that the packs answer differently:
  /// then something else in it is what is shown.
  [[nodiscard]] bool differs_without(const question& q) {
    if (target.kind != change_kind::offer) return false;
    question rest = q;
    for (std::size_t i = 0; i < space.knobs().size(); ++i) {
      const knob& k = space.knobs()[i];
      if (k.what == knob::kind::offer && k.which == 0) rest[i] = 0;
    }
    const auto ask = [&](const question& one) {
      before.ask(space, one, false);
      after.ask(space, one, true);
    };
    ask(rest);
    const bool elsewhere = differs();
    ask(q);
    return elsewhere;
  }

  [[nodiscard]] bool proposes_target(const question& q) const {
    for (std::size_t i = 0; i < space.knobs().size(); ++i) {
      if (space.knobs()[i].what == knob::kind::offer && space.knobs()[i].which == 0) {
        return q[i] != 0;
      }
    }
    return false;
  }

  /// Whether a knob of the proposal has to keep its offer in.
  [[nodiscard]] bool required(const knob& k) const {
    return k.what == knob::kind::offer && k.which < target.offers.size();
  }

  question start(numbers& pick, std::size_t round) const {
    question q;
    for (const knob& k : space.knobs()) {
      std::size_t option = 0;
      if (k.what == knob::kind::offer) {
        // First what has to be proposed alone, then more and more company.
        const bool in = required(k) || (round > 0 && pick.below(4) == 0);
        option = in ? 1 + (round == 0 ? 0 : pick.below(k.options - 1U)) : 0;
      } else if (k.what == knob::kind::intent) {
        option = target.intent.empty() ? pick.below(k.options) : 1;
      } else if (k.what == knob::kind::line_present) {
        option = round > 1 && pick.below(2) == 0 ? 1 : 0;
      } else if (k.what == knob::kind::counter || k.what == knob::kind::customer ||
                 k.what == knob::kind::shipping) {
        option = 1;
      } else if (round > 0 || k.what == knob::kind::line_price) {
        option = round == 0 ? 0 : pick.below(k.options);
      }
      q.push_back(static_cast<std::uint16_t>(option));
    }
    return q;
  }

  /// Whether turning a knob can matter: not where its line isn't in the cart.
  [[nodiscard]] bool idle(const question& q, std::size_t which) const {
    const knob& k = space.knobs()[which];
    if (k.line == 0 || k.what == knob::kind::line_present) return false;
    for (std::size_t i = which; i-- > 0;) {
      const knob& other = space.knobs()[i];
      if (other.what == knob::kind::line_present && other.line == k.line) return q[i] == 0;
    }
    return false;
  }

  /// The options of a knob to be tried: all of a few, some of many.
  [[nodiscard]] std::vector<std::uint16_t> options_of(const knob& k, std::uint16_t kept,
                                                      numbers& pick) const {
    constexpr std::uint16_t few = 8;
    const std::uint16_t first = required(k) ? 1 : 0;
    std::vector<std::uint16_t> out;
    if (k.options - first <= few) {
      for (std::uint16_t i = first; i < k.options; ++i) {
        if (i != kept) out.push_back(i);
      }
    } else {
      for (std::uint16_t i = 0; i < few; ++i) {
        const auto option = static_cast<std::uint16_t>(first + pick.below(k.options - first));
        if (option != kept) out.push_back(option);
      }
    }
    return out;
  }

  /// Goes from a start to better neighbours, and on flat ground anywhere.
  bool descend(question& q, numbers& pick) {
    std::uint64_t best = score(q);
    std::vector<std::size_t> order(space.knobs().size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    int idle_sweeps = 0;
    for (int sweep = 0; sweep < 12 && best != perfect && asked < most; ++sweep) {
      const std::uint64_t before_sweep = best;
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[pick.below(i)]);
      for (const std::size_t i : order) {
        if (best == perfect || asked >= most) break;
        if (idle(q, i)) continue;
        std::uint16_t kept = q[i];
        for (const std::uint16_t option : options_of(space.knobs()[i], kept, pick)) {
          if (best == perfect || asked >= most) break;
          q[i] = option;
          const std::uint64_t now = score(q);
          if (now < best || (now == best && sweep > 0 && pick.below(8) == 0)) {
            best = now;
            kept = option;
          }
        }
        q[i] = kept;
      }
      idle_sweeps = best == before_sweep ? idle_sweeps + 1 : 0;
      if (idle_sweeps == 3) break;
    }
    return best == perfect;
  }

  /// Leaves out whatever the difference doesn't need.
  void shrink(question& q, std::uint64_t enough = perfect) {
    most = hopeless;
    for (int sweep = 0; sweep < 2; ++sweep) {
      for (std::size_t i = space.knobs().size(); i-- > 0;) {
        const knob& k = space.knobs()[i];
        const std::uint16_t kept = q[i];
        const auto none = space.left_out(i);
        std::vector<std::uint16_t> simpler;
        if (none && !required(k)) simpler.push_back(*none);
        if (k.what != knob::kind::offer && k.what != knob::kind::fact &&
            k.what != knob::kind::intent) {
          simpler.push_back(0);
        }
        for (const std::uint16_t option : simpler) {
          if (option == kept) break;
          q[i] = option;
          if (shows(q, enough)) break;
          q[i] = kept;
        }
      }
    }
    static_cast<void>(score(q));  // leaves both decisions as the witness has them
  }

  /// Whether a question shows the change with no more in its way than `enough`.
  [[nodiscard]] bool shows(const question& q, std::uint64_t enough) {
    const std::uint64_t now = score(q);
    return now == perfect ||
           (now <= enough && now % 10'000 == 0 && before.made.verdict != after.made.verdict);
  }

  [[nodiscard]] std::string test_text(const question& q) const {
    std::string offers;
    for (const std::string& offer : space.offers_text(q)) {
      offers += (offers.empty() ? "" : ", ") + offer;
    }
    std::string expect = fmt::format("verdict: {}", parley::name_of(after.made.verdict));
    if (before.made.verdict == after.made.verdict) {
      if (target.kind == change_kind::obligation && before.duties() != after.duties()) {
        const auto duties = after.duties();
        expect += duties.empty() ? std::string(", obligations: none")
                                 : fmt::format(", obligations: [{}]", fmt::join(duties, ", "));
      } else if (before.handoff() != after.handoff()) {
        expect += fmt::format(", handoff: {}",
                              after.handoff().empty() ? std::string_view("none") : after.handoff());
      } else {
        const quote& a = after.made.quote;
        const int digits = after.rules.header().currency_digits;
        expect += fmt::format(", quote: {{discount: {}, shipping_discount: {}, total: {}}}",
                              report::amount_text(a.discount, digits),
                              report::amount_text(a.shipping_discount, digits),
                              report::amount_text(a.total, digits));
      }
    }
    std::string out = fmt::format("tests:\n  - name: \"{} is {}, was {}\"\n    given: {}\n",
                                  offers.empty() ? "an empty proposal" : offers,
                                  parley::name_of(after.made.verdict),
                                  parley::name_of(before.made.verdict), space.facts_text(q));
    out += fmt::format("    propose: [{}]\n", offers);
    if (!space.intent_of(q).empty()) out += fmt::format("    intent: {}\n", space.intent_of(q));
    out += fmt::format("    expect: {{{}}}\n", expect);
    return out;
  }

  [[nodiscard]] report::change_witness witness_of(const question& q) const {
    report::change_witness out;
    for (const std::string& offer : space.offers_text(q)) {
      out.asked += (out.asked.empty() ? "" : " + ") + offer;
    }
    out.intent = space.intent_of(q);
    out.facts = space.facts_text(q);
    out.test = test_text(q);
    out.before = side_of(before);
    out.after = side_of(after);
    return out;
  }
};

witness_search::witness_search(const pack& before, const pack& after)
    : state_(std::make_unique<state>(before, after)) {}
witness_search::~witness_search() = default;

bool witness_search::can_show(const witness_target& target) const {
  switch (target.kind) {
    case change_kind::wording:
    case change_kind::negotiation:
    case change_kind::offer_class: return false;
    default: break;
  }
  // A question has one currency, counted one way.
  const auto& b = state_->before.rules.header();
  const auto& a = state_->after.rules.header();
  return b.currency == a.currency && b.currency_digits == a.currency_digits;
}

std::optional<report::change_witness> witness_search::find(const witness_target& target,
                                                           std::uint64_t most,
                                                           std::uint64_t& tried) {
  state& s = *state_;
  s.target = target;
  s.asked = 0;
  s.most = most;
  s.second_score = hopeless;
  s.space.open(scope_of(s.before.rules, s.after.rules, target));

  numbers pick(20261122);
  std::optional<report::change_witness> out;
  for (std::size_t round = 0; s.asked < s.most; ++round) {
    state::question q = s.start(pick, round);
    if (!s.descend(q, pick)) continue;
    const std::uint64_t asked = s.asked;
    s.shrink(q);
    s.asked = asked;
    out = s.witness_of(q);
    break;
  }
  if (!out && s.second_score != hopeless) {
    state::question q = s.second_best;
    const std::uint64_t asked = s.asked;
    s.shrink(q, s.second_score);
    s.asked = asked;
    out = s.witness_of(q);
  }
  tried = s.asked;
  return out;
}

}  // namespace parley::changes
