#include "oracle/naive_decision.hpp"

#include <algorithm>
#include <map>

#include "oracle/naive_limits.hpp"

namespace parley::oracle {
namespace {

using syntax::offer_decl;
using syntax::stacking_rule;
using syntax::subject;

bool has_class(const offer_decl& offer, const std::string& name) {
  return std::any_of(offer.classes.begin(), offer.classes.end(),
                     [&](const syntax::name& c) { return c.text == name; });
}

bool means(const subject& s, const offer_decl& offer) {
  switch (s.what) {
    case subject::kind::offer: return offer.name.text == s.which.text;
    case subject::kind::offer_class: return has_class(offer, s.which.text);
    case subject::kind::any: return true;
  }
  return false;
}

bool any_means(const std::vector<subject>& subjects, const offer_decl& offer) {
  return std::any_of(subjects.begin(), subjects.end(),
                     [&](const subject& s) { return means(s, offer); });
}

class judge {
 public:
  judge(const syntax::pack& pack, const naive_facts& facts, const naive_proposal& asked)
      : pack_(pack), facts_(facts), asked_(asked), scope_{&pack, &facts, nullptr, nullptr} {}

  naive_decision run() {
    if (asked_.offers.empty()) return made_;
    const bool whole = take_in();
    judge_intent();
    judge_stacking();
    const bool priced = whole && judge_price();
    judge_conditions();
    limit_judge limits(pack_, facts_, instances_, priced ? &*made_.quote : nullptr);
    for (const syntax::limit_rule& limit : pack_.limits) limits.judge(limit, made_.findings);
    if (playbook_ != nullptr) {
      for (const syntax::limit_rule& limit : playbook_->limits) limits.judge(limit, made_.findings);
    }
    for (const naive_finding& f : made_.findings)
      made_.verdict = std::max(made_.verdict, std::get<2>(f));
    return made_;
  }

 private:
  void report(finding_code code, const std::string& rule, verdict v) {
    made_.findings.insert({code, rule, v});
  }

  /// A condition's finding: yes reports `v`, unknown reports need, error reports itself.
  void report_when(const naive_outcome& when, finding_code code, const std::string& rule) {
    if (when.is(true)) report(code, rule, verdict::deny);
    if (when.what == naive_outcome::kind::unknown) report(code, rule, verdict::need);
    if (when.what == naive_outcome::kind::error)
      report(finding_code::rule_error, rule, verdict::deny);
  }

  bool take_in() {
    bool whole = true;
    std::map<std::string, std::int64_t> times;
    for (const naive_asked& asked : asked_.offers) {
      const auto found =
          std::find_if(pack_.offers.begin(), pack_.offers.end(),
                       [&](const offer_decl& o) { return o.name.text == asked.name; });
      if (found == pack_.offers.end()) {
        report(finding_code::proposal_unknown_offer, "", verdict::deny);
        whole = false;
        continue;
      }
      ++times[asked.name];
      naive_instance instance{&*found, asked.has_parameter, {}};
      if (!parameter(*found, asked, instance.parameter)) {
        report(finding_code::proposal_parameter, asked.name, verdict::deny);
        whole = false;
      }
      instances_.push_back(instance);
      if (std::find(set_.begin(), set_.end(), &*found) == set_.end()) set_.push_back(&*found);
    }
    for (const auto& [name, count] : times) {
      const auto offer =
          std::find_if(pack_.offers.begin(), pack_.offers.end(),
                       [&, &wanted = name](const offer_decl& o) { return o.name.text == wanted; });
      if (count > offer->repeat) report(finding_code::proposal_duplicate, name, verdict::deny);
    }
    return whole;
  }

  static bool parameter(const offer_decl& offer, const naive_asked& asked, fraction& out) {
    const std::optional<syntax::parameter>& declared = offer.effect.value;
    if (!declared) {
      out = fraction(1);  // "free"
      return !asked.has_parameter;
    }
    const bool share = declared->from.what == syntax::amount::kind::percent;
    // Of perks the parameter is a count, not money.
    const bool counted = offer.effect.what == syntax::effect::kind::perk;
    const auto value_of = [&](const syntax::amount& amount) {
      return counted ? fraction(amount.value) : oracle::value_of(amount);
    };
    const fraction given = share ? fraction(asked.parameter, ratio_one) : fraction(asked.parameter);
    const fraction from = value_of(declared->from);
    out = asked.has_parameter ? given : from;
    if (!declared->to) return !asked.has_parameter || given == from;
    if (!asked.has_parameter || given < from || given > value_of(*declared->to)) return false;
    return ((given - from) / value_of(*declared->step)).d == 1;
  }

  void judge_intent() {
    if (pack_.playbooks.empty()) return;
    if (asked_.intent.empty()) {
      if (!pack_.intent_optional) report(finding_code::proposal_intent, "", verdict::deny);
      return;
    }
    for (const syntax::playbook_decl& p : pack_.playbooks) {
      if (p.name.text == asked_.intent) playbook_ = &p;
    }
    if (playbook_ == nullptr) return report(finding_code::proposal_intent, "", verdict::deny);
    for (const offer_decl* offer : set_) {
      if (playbook_->lists_offers && !any_means(playbook_->offers, *offer)) {
        report(finding_code::playbook_offer, playbook_->name.text, verdict::deny);
      }
    }
    if (set_.empty()) return;
    for (const syntax::name& fact : playbook_->needs) {
      const auto found = facts_.facts.find(fact.text);
      const auto state =
          found == facts_.facts.end() ? naive_fact::state::missing : found->second.what;
      if (state == naive_fact::state::known) continue;
      report(finding_code::playbook_needs, playbook_->name.text,
             state == naive_fact::state::absent ? verdict::deny : verdict::need);
    }
  }

  /// Each instance is asked when its turn comes, for what earlier offers left.
  void judge_conditions() {
    for (const offer_decl* offer : set_) {
      std::vector<naive_so_far> turns;
      if (made_.quote) {
        for (const naive_applied& a : made_.quote->applied) {
          if (a.offer == offer) turns.push_back(a.before);
        }
      }
      if (turns.empty()) judge_condition(*offer, nullptr);
      for (const naive_so_far& turn : turns) judge_condition(*offer, &turn);
    }
  }

  void judge_condition(const offer_decl& offer, const naive_so_far* so_far) {
    naive_scope scope = scope_;
    scope.so_far = so_far;
    const naive_outcome when = evaluate(offer.when, scope);
    if (when.is(false)) report(finding_code::offer_condition, offer.name.text, verdict::deny);
    if (!when.known()) report_when(when, finding_code::offer_condition, offer.name.text);
  }

  /// Whether a rule relates these two, in either direction.
  static bool relates(const stacking_rule& rule, const offer_decl& a, const offer_decl& b) {
    if (rule.what == stacking_rule::kind::alone) return means(rule.left, a) || means(rule.left, b);
    if (rule.what == stacking_rule::kind::at_most)
      return means(rule.left, a) && means(rule.left, b);
    return (means(rule.left, a) && any_means(rule.right, b)) ||
           (means(rule.left, b) && any_means(rule.right, a));
  }

  /// The lane that an offer stands in; nothing when it stands in none.
  static const subject* lane_of(const stacking_rule& rule, const offer_decl& offer) {
    if (means(rule.left, offer)) return &rule.left;
    for (const subject& s : rule.right) {
      if (means(s, offer)) return &s;
    }
    return nullptr;
  }

  /// What a rule says in favour of `a` beside `b`; where both have to agree, in the name of `a`.
  bool permits(const stacking_rule& rule, const offer_decl& a, const offer_decl& b) const {
    if (rule.what == stacking_rule::kind::lanes) {
      const subject* const x = lane_of(rule, a);
      const subject* const y = lane_of(rule, b);
      return x != nullptr && y != nullptr && x != y;
    }
    if (rule.what != stacking_rule::kind::with) return false;
    if (pack_.stacking_mutual) return means(rule.left, a) && any_means(rule.right, b);
    return relates(rule, a, b);
  }

  /// The id by which what `permits` says goes. Each lane permits under its own; where it is said of
  /// both, the first one counts.
  std::string permission_id(const stacking_rule& rule, const offer_decl& a,
                            const offer_decl& b) const {
    if (rule.what != stacking_rule::kind::lanes) return rule.id.text;
    const auto id_of = [&](const offer_decl& o) {
      return rule.id.text + "-" + lane_of(rule, o)->which.text + "-with-others";
    };
    return pack_.stacking_mutual ? id_of(a) : std::min(id_of(a), id_of(b));
  }

  /// Whether some permission overrides this rule, so that it is judged pair by pair.
  bool overridden(const std::string& id) const {
    return std::any_of(pack_.stacking.begin(), pack_.stacking.end(), [&](const stacking_rule& r) {
      return std::any_of(r.overrides.begin(), r.overrides.end(),
                         [&](const syntax::name& n) { return n.text == id; });
    });
  }

  /// Whether a permission names both offers themselves.
  static bool names_both(const stacking_rule& rule, const offer_decl& a, const offer_decl& b) {
    const auto named = [](const subject& s, const offer_decl& o) {
      return s.what == subject::kind::offer && means(s, o);
    };
    const auto any_named = [&](const offer_decl& o) {
      return std::any_of(rule.right.begin(), rule.right.end(),
                         [&](const subject& s) { return named(s, o); });
    };
    return (named(rule.left, a) && any_named(b)) || (named(rule.left, b) && any_named(a));
  }

  /// The id of what this rule forbids of a pair, and the code it is reported by; empty: nothing.
  std::pair<std::string, finding_code> prohibition(const stacking_rule& rule, const offer_decl& a,
                                                   const offer_decl& b) const {
    using kind = stacking_rule::kind;
    const std::string& id = rule.id.text;
    if (rule.what == kind::excludes && relates(rule, a, b))
      return {id, finding_code::stacking_excluded};
    if (rule.what == kind::alone && relates(rule, a, b)) return {id, finding_code::stacking_alone};
    if (rule.what == kind::at_most && overridden(id) && relates(rule, a, b))
      return {id, finding_code::stacking_excluded};
    if (rule.what == kind::lanes) {
      const subject* const x = lane_of(rule, a);
      if (x != nullptr && x == lane_of(rule, b))
        return {id + "-" + x->which.text, finding_code::stacking_excluded};
    }
    return {};
  }

  void judge_pair(const offer_decl& a, const offer_decl& b) {
    bool forbidden = false;
    for (const stacking_rule& rule : pack_.stacking) {
      const auto [id, code] = prohibition(rule, a, b);
      if (id.empty()) continue;
      naive_outcome when = evaluate(rule.when, scope_);
      const naive_outcome lifted = lifts(id, a, b);
      if (lifted.is(true)) continue;
      if (lifted.what == naive_outcome::kind::unknown && when.is(true))
        when.what = naive_outcome::kind::unknown;
      forbidden |= when.is(true);
      report_when(when, code, id);
    }
    if (pack_.stacking_open || forbidden) return;
    const consent mine = consent_of(a, b);
    const consent theirs = pack_.stacking_mutual ? consent_of(b, a) : mine;
    const auto any = [&](consent::kind k) { return mine.what == k || theirs.what == k; };
    if (any(consent::refused)) {
      report(finding_code::stacking_not_permitted, "", verdict::deny);
    } else if (any(consent::failed)) {
      const std::string& rule =
          !theirs.rule.empty() && (mine.rule.empty() || theirs.rule < mine.rule) ? theirs.rule
                                                                                 : mine.rule;
      report(finding_code::rule_error, rule, verdict::deny);
    } else if (any(consent::perhaps)) {
      report(finding_code::stacking_not_permitted, "", verdict::need);
    }
  }

  /// What one offer says to another; of permissions that failed, the first by id.
  struct consent {
    enum kind : std::uint8_t { refused, failed, perhaps, given } what = refused;
    std::string rule = {};
  };

  consent consent_of(const offer_decl& a, const offer_decl& b) {
    consent best;
    for (const stacking_rule& rule : pack_.stacking) {
      if (!permits(rule, a, b)) continue;
      const naive_outcome when = evaluate(rule.when, scope_);
      if (when.is(true)) return {consent::given};
      if (when.what == naive_outcome::kind::unknown) best = {consent::perhaps};
      if (when.what != naive_outcome::kind::error || best.what == consent::perhaps) continue;
      const std::string id = permission_id(rule, a, b);
      if (best.what == consent::refused || id < best.rule) best = {consent::failed, id};
    }
    return best;
  }

  naive_outcome lifts(const std::string& prohibition, const offer_decl& a, const offer_decl& b) {
    naive_outcome best{naive_outcome::kind::known, naive_value::of(false)};
    for (const stacking_rule& rule : pack_.stacking) {
      const bool overrides =
          std::any_of(rule.overrides.begin(), rule.overrides.end(),
                      [&](const syntax::name& n) { return n.text == prohibition; });
      if (rule.what != stacking_rule::kind::with || !overrides || !names_both(rule, a, b)) continue;
      const naive_outcome when = evaluate(rule.when, scope_);
      if (when.is(true)) return when;
      if (when.what == naive_outcome::kind::unknown) best = when;
    }
    return best;
  }

  void judge_stacking() {
    for (std::size_t i = 0; i < set_.size(); ++i) {
      for (std::size_t j = i + 1; j < set_.size(); ++j) judge_pair(*set_[i], *set_[j]);
    }
    for (const stacking_rule& rule : pack_.stacking) {
      if (rule.what == stacking_rule::kind::at_most) judge_at_most(rule);
      if (rule.what == stacking_rule::kind::requires_all ||
          rule.what == stacking_rule::kind::requires_any) {
        judge_requirement(rule);
      }
    }
  }

  void judge_at_most(const stacking_rule& rule) {
    if (overridden(rule.id.text)) return;
    const auto count =
        std::count_if(instances_.begin(), instances_.end(),
                      [&](const naive_instance& i) { return means(rule.left, *i.offer); });
    if (count <= rule.count) return;
    report_when(evaluate(rule.when, scope_), finding_code::stacking_at_most, rule.id.text);
  }

  void judge_requirement(const stacking_rule& rule) {
    for (const offer_decl* offer : set_) {
      if (!means(rule.left, *offer)) continue;
      std::size_t met = 0;
      for (const subject& s : rule.right) {
        met += std::any_of(set_.begin(), set_.end(), [&](const offer_decl* other) {
          return other != offer && means(s, *other);
        });
      }
      const bool enough =
          rule.what == stacking_rule::kind::requires_all ? met == rule.right.size() : met > 0;
      if (enough) continue;
      report_when(evaluate(rule.when, scope_), finding_code::stacking_requires, rule.id.text);
    }
  }

  bool judge_price() {
    naive_quote quote = price(pack_, facts_, in_order(pack_, instances_));
    if (quote.what == naive_quote::status::unknown)
      report(finding_code::effect_unknown, "", verdict::need);
    if (quote.what == naive_quote::status::error)
      report(finding_code::rule_error, "", verdict::deny);
    if (quote.what != naive_quote::status::priced) return false;
    made_.quote = std::move(quote);
    return true;
  }

  const syntax::pack& pack_;
  const naive_facts& facts_;
  const naive_proposal& asked_;
  naive_scope scope_;
  std::vector<naive_instance> instances_;
  std::vector<const offer_decl*> set_;
  const syntax::playbook_decl* playbook_ = nullptr;
  naive_decision made_;
};

}  // namespace

naive_decision decide(const syntax::pack& pack, const naive_facts& facts,
                      const naive_proposal& asked) {
  return judge(pack, facts, asked).run();
}

}  // namespace parley::oracle
