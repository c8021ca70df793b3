// Every claim of the analysis, against every question that can be asked of tiny packs.
#include <cstdlib>
#include <map>
#include <set>

#include "../packtest/bench.hpp"
#include "analysis/codes.hpp"
#include "parley/engine/validate.hpp"
#include "parley/facts/line_attributes.hpp"
#include "support/catch.hpp"
#include "tiny_packs.hpp"

using namespace parley;
using namespace parley::test;
using analysis::claim;

namespace {

struct world {
  std::string_view t;
  std::int64_t n = 0;
  bool v = false;
  std::vector<std::pair<bool, std::int64_t>> lines;  ///< tea or not, price of one
  bool cheap = false;  ///< some price is too small for bounds to be kept to the cent
};

const std::vector<world>& worlds() {
  static const std::vector<world> all = [] {
    static const std::vector<std::vector<std::pair<bool, std::int64_t>>> carts{
        {{true, 4999}},
        {{true, 5000}},
        {{false, 3000}, {true, 2001}},
        {{false, 10'000}},
        {{false, 9999}},
        {{true, 0}},
        {{true, 3}},
        {{true, 8000}, {false, 2001}}};
    std::vector<world> made;
    for (const std::string_view t : {"a", "b", "c"}) {
      for (std::int64_t n = 0; n <= 3; ++n) {
        for (const bool v : {false, true}) {
          for (const auto& lines : carts) made.push_back({t, n, v, lines, lines[0].second < 100});
        }
      }
    }
    return made;
  }();
  return all;
}

struct asked {
  std::vector<std::pair<std::size_t, std::int64_t>> offers;  ///< with a parameter
  bool under_playbook = false;

  [[nodiscard]] bool has(std::size_t offer) const {
    return std::any_of(offers.begin(), offers.end(),
                       [&](const auto& o) { return o.first == offer; });
  }
};

struct answer {
  parley::verdict verdict = parley::verdict::allow;
  std::set<std::uint32_t> stacking, limits;         ///< rows that have a finding
  std::set<std::pair<int, std::uint32_t>> reasons;  ///< all of them, by kind and row
  [[nodiscard]] bool given() const {
    return verdict == parley::verdict::allow || verdict == parley::verdict::escalate;
  }
};

/// Everything that can be asked, and the answers.
class oracle {
 public:
  explicit oracle(const pack& rules) : rules_(rules), facts_(rules.schema()) {
    const auto& offers = rules.tables().offers;
    for (std::uint32_t set = 0; set < (1U << offers.size()); ++set) {
      std::vector<asked> made{{}};
      for (std::size_t o = 0; o < offers.size(); ++o) {
        if ((set >> o & 1U) == 0) continue;
        std::vector<asked> next;
        const auto& e = offers[o].effect;
        for (const asked& a : made) {
          const std::set<std::int64_t> values{e.minimum, e.maximum};
          for (const std::int64_t v : values) {
            next.push_back(a);
            next.back().offers.emplace_back(o, v);
          }
          if (offers[o].repeat == 1) continue;
          next.push_back(next.back());
          next.back().offers.push_back(next.back().offers.back());
        }
        made = std::move(next);
      }
      for (asked& a : made) {
        questions.push_back(a);
        if (rules.tables().playbooks.empty()) continue;
        questions.push_back(a);
        questions.back().under_playbook = true;
      }
    }
  }

  answer ask(const world& w, const asked& q) {
    fill(w);
    proposal p;
    for (const auto& [offer, parameter] : q.offers) {
      proposed_offer item;
      const auto& row = rules_.tables().offers[offer];
      item.name = rules_.text(row.name);
      item.has_parameter = row.effect.minimum != row.effect.maximum;
      item.parameter = parameter;
      p.offers.push_back(item);
    }
    if (q.under_playbook) p.intent = "p";
    validate(rules_, facts_, p, work_, decision_);
    answer made;
    made.verdict = decision_.verdict;
    for (const finding& f : decision_.findings) {
      if (f.rule_kind == finding::rule_kind::stacking) made.stacking.insert(f.rule);
      if (f.rule_kind == finding::rule_kind::limit) made.limits.insert(f.rule);
      made.reasons.emplace(static_cast<int>(f.rule_kind), f.rule);
    }
    return made;
  }

  truth test(const world& w, graph::index expression) {
    fill(w);
    decision_.findings.clear();
    work_.begin(rules_, facts_, {}, decision_);
    return work_.evaluator.test(expression);
  }

  std::vector<asked> questions;

 private:
  void fill(const world& w) {
    facts_.clear();
    facts_.set_now({1'767'605'400, 0});
    facts_.set_customer_key("c");
    // Facts stand in the order of their names: n, t, v.
    facts_.set(0, value::integer(w.n));
    facts_.set(1, value::string(w.t));
    facts_.set(2, value::boolean(w.v));
    facts_.open_cart();
    std::size_t number = 0;
    for (const auto& [tea, price] : w.lines) {
      const auto at = facts_.add_line({number == 0 ? "l1" : "l2", "SKU", 1, price});
      ++number;
      facts_.set_line(at, line_category, value::string(tea ? "tea" : "mug"));
      facts_.set_line(at, line_cost, value::money_minor(0, 2, rules_.header().currency));
      facts_.set_line(at, line_tax_rate, value::percent(decimal(0, 0)));
    }
    for (std::uint32_t i = 0; i < rules_.tables().counters.size(); ++i) facts_.set_counter(i, 0);
    shipping_entry entry;
    entry.method = "standard";
    entry.price = 500;
    entry.has_cost = entry.has_tax_rate = true;
    facts_.add_shipping(entry);
  }

  const pack& rules_;
  fact_set facts_;
  workspace work_;
  decision decision_;
};

using subject = claim::subject;

/// Where a pack without some row answers differently; empty: nowhere.
std::string difference(oracle& now, const tiny_pack& changed) {
  const analysed other(changed.text());
  if (!other.compiled) return "doesn't compile: " + other.told();
  oracle then(*other.compiled);
  for (const world& w : worlds()) {
    for (const asked& q : now.questions) {
      const answer a = now.ask(w, q);
      const answer b = then.ask(w, q);
      if (a.verdict != b.verdict)
        return std::string(name_of(a.verdict)) + " became " + std::string(name_of(b.verdict));
    }
  }
  return {};
}

tiny_pack without(tiny_pack made, const claim& c) {
  auto& list = c.what == subject::limit ? made.limits : made.stacking;
  list.erase(list.begin() + c.row);
  return made;
}

/// Why a claim is wrong; empty: it isn't.
std::string refuted(const tiny_pack& made, const analysed& it, oracle& all, const claim& c) {
  const std::string_view code = c.code->code;
  const auto& t = it.compiled->tables();
  const auto some = [&](const auto& bad, bool whole_range = false) -> std::string {
    for (const world& w : worlds()) {
      if (c.from > 0 && w.cheap && !whole_range) continue;
      for (const asked& q : all.questions) {
        const answer a = all.ask(w, q);
        if (bad(q, a)) {
          std::string text = std::string(name_of(a.verdict)) + " at t=" + std::string(w.t) +
                             " n=" + std::to_string(w.n) + " v=" + (w.v ? "1" : "0") + " of";
          for (const auto& o : q.offers) text += " " + tiny_pack::name(o.first);
          for (const auto& l : w.lines) text += " " + std::to_string(l.second);
          return text;
        }
      }
    }
    return {};
  };
  const auto when = [&]() -> graph::index {
    switch (c.what) {
      case subject::offer: return t.offers[c.row].when;
      case subject::stacking: return t.stacking[c.row].when;
      case subject::limit: return t.limits[c.row].when;
      default: return no_index;
    }
  };
  const auto ever = [&](truth what) -> std::string {
    const graph::index expression = when();
    if (expression == no_index) return {};
    for (const world& w : worlds()) {
      if (all.test(w, expression) == what) return "the condition says otherwise";
    }
    return {};
  };
  if (code == "PL5102") return ever(truth::yes);
  if (code == "PL5103") return ever(truth::no);
  if (code == "PL5104") return {};  // all of a condition's at once, below
  if (code == "PL5105")
    return some([&](const asked& q, const answer& a) { return q.has(c.other) && a.given(); });
  if (code == "PL5106") return difference(all, without(made, c));
  if (code == "PL5107") {
    return some([&](const asked& q, const answer& a) {
      const bool others = std::any_of(q.offers.begin(), q.offers.end(),
                                      [&](const auto& o) { return o.first != c.row; });
      return q.has(c.row) && others && a.given();
    });
  }
  if (code == "PL5108") {
    // It may be broken by what is refused anyway, but is never the reason.
    return some([&](const asked&, const answer& a) {
      return a.reasons.size() == 1 &&
             (c.what == subject::limit ? a.limits : a.stacking).contains(c.row);
    });
  }
  if (code == "PL5109") {
    const bool alone = it.compiled->tables().limits[c.row].target != graph::target_kind::none;
    const bool playbook = it.compiled->tables().limits[c.row].playbook != no_index;
    return some([&](const asked& q, const answer& a) {
      return q.has(c.other) && (!alone || q.offers.size() == 1) &&
             (!playbook || q.under_playbook) && a.given();
    });
  }
  if (code == "PL5110" || code == "PL5111") {
    if (c.what == subject::limit && t.limits[c.row].playbook != no_index) return {};
    return difference(all, without(made, c));
  }
  if (code == "PL5114") {
    const auto& items = it.checked->negotiation->ladder[c.row].items;
    return some([&](const asked& q, const answer& a) {
      if (q.offers.size() != items.size() || q.under_playbook || !a.given()) return false;
      return std::all_of(items.begin(), items.end(), [&](const auto& item) {
        return std::any_of(q.offers.begin(), q.offers.end(), [&](const auto& o) {
          return o.first == item.offer && (item.has_parameter == 0 || item.parameter == o.second);
        });
      });
    });
  }
  if (code == "PL5115") {
    return some([&](const asked& q, const answer& a) {
      return q.under_playbook && q.has(c.other) && a.given();
    });
  }
  return {};
}

/// Conditions without the parts that are said to decide nothing.
std::string idle_parts(tiny_pack made, const analysed& it, oracle& all) {
  struct at {
    subject what;
    std::uint32_t row;
    auto operator<=>(const at&) const = default;
  };
  std::map<at, std::set<std::uint32_t>> dropped;
  for (const claim& c : it.claims) {
    if (c.code->code == "PL5104") dropped[{c.what, c.row}].insert(c.other);
  }
  if (dropped.empty()) return {};
  for (const auto& [where, parts] : dropped) {
    const bool limit = where.what == subject::limit;
    if (limit && where.row >= made.limits.size()) return "an unknown limit";
    tiny_condition& c = where.what == subject::offer ? made.offers[where.row].when
                        : limit                      ? made.limits[where.row].when
                                                     : made.stacking[where.row].when;
    std::vector<std::string> rest;
    // A single part is a condition of its own, which the analysis took apart.
    if (c.parts.size() == 1) return {};
    for (std::uint32_t i = 0; i < c.parts.size(); ++i) {
      if (!parts.contains(i)) rest.push_back(c.parts[i]);
    }
    if (rest.empty()) return "nothing is left of a condition";
    c.parts = rest;
  }
  const analysed other(made.text());
  if (!other.compiled) return "doesn't compile";
  oracle then(*other.compiled);
  const auto when = [](const pack& p, const at& where) {
    const auto& t = p.tables();
    return where.what == subject::offer   ? t.offers[where.row].when
           : where.what == subject::limit ? t.limits[where.row].when
                                          : t.stacking[where.row].when;
  };
  for (const auto& [where, parts] : dropped) {
    for (const world& w : worlds()) {
      const graph::index a = when(*it.compiled, where);
      const graph::index b = when(*other.compiled, where);
      if (a == no_index || b == no_index) continue;
      if (all.test(w, a) != then.test(w, b)) return "a part that was dropped decided something";
    }
  }
  return {};
}

/// What the analysis should have said of conditions and didn't.
std::string unsaid(const analysed& it, oracle& all) {
  const auto& t = it.compiled->tables();
  const auto told = [&](subject what, std::uint32_t row, std::string_view code) {
    return std::any_of(it.claims.begin(), it.claims.end(), [&](const claim& c) {
      return c.what == what && c.row == row && c.code->code == code;
    });
  };
  const auto look = [&](subject what, std::uint32_t row, graph::index when) -> std::string {
    bool yes = false;
    bool no = false;
    for (const world& w : worlds()) {
      const truth found = all.test(w, when);
      yes = yes || found == truth::yes;
      no = no || found == truth::no;
    }
    if (!yes && !told(what, row, "PL5102")) return "a condition is never true";
    if (!no && yes && !told(what, row, "PL5103")) return "a condition is always true";
    return {};
  };
  for (std::uint32_t i = 0; i < it.checked->offers.size(); ++i) {
    if (!it.checked->offers[i].when || t.offers[i].when == no_index) continue;
    if (auto s = look(subject::offer, i, t.offers[i].when); !s.empty())
      return s + " of the offer " + tiny_pack::name(i);
  }
  for (std::uint32_t i = 0; i < it.checked->stacking.size(); ++i) {
    if (!it.checked->stacking[i].when || t.stacking[i].when == no_index) continue;
    if (auto s = look(subject::stacking, i, t.stacking[i].when); !s.empty())
      return s + " of the rule " + std::to_string(i);
  }
  return {};
}

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

TEST_CASE("analysis: claims about tiny packs hold whatever is asked, and witnesses pass") {
  const std::uint64_t runs = number("PARLEY_ORACLE_RUNS", 40);
  const std::uint64_t first = number("PARLEY_ORACLE_SEED", 1);
  std::map<std::string, std::size_t> seen;
  for (std::uint64_t seed = first; seed < first + runs; ++seed) {
    test::random any(seed);
    const tiny_pack made = tiny_pack_of(any);
    const std::string text = made.text();
    const analysed it(text);
    INFO("seed " << seed << "\n" << text << it.told());
    if (!it.compiled) {
      // `A with A` and the like: what can't be compiled isn't analysed.
      CHECK(it.found.has_errors());
      ++seen["none"];
      continue;
    }
    oracle all(*it.compiled);
    for (const claim& c : it.claims) {
      ++seen[std::string(c.code->code)];
      INFO(c.code->code << " of row " << c.row << ", other " << c.other);
      CHECK(refuted(made, it, all, c) == "");
    }
    CHECK(idle_parts(made, it, all) == "");
    CHECK(unsaid(it, all) == "");
    for (const diagnostic& d : it.found.items()) {
      if (d.witness.empty()) continue;
      INFO(d.code << " " << d.message << "\n" << d.witness);
      CHECK(test_bench(d.witness, text).failures() == "");
    }
  }
  for (const auto& [code, times] : seen) UNSCOPED_INFO(code << " " << times);
  if (runs >= 40) {
    CHECK(seen.size() >= 8);
    CHECK(seen["none"] * 2 < runs);
  }
}
