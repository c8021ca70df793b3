// Which offers of a proposal are in conflict. Included by explain_search.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "parley/engine/finding_pool.hpp"
#include "parley/engine/question_workspace.hpp"

namespace parley::detail {

/// Looks for places in a proposal that together aren't permitted, though without any one of them
/// they are. One use.
class conflict_search {
 public:
  conflict_search(const pack& p, const fact_set& facts, const proposal& asked,
                  question_workspace& w)
      : p_(p), facts_(facts), asked_(asked), w_(w) {}

  /// Precondition: `first` is the decision of the whole proposal, and isn't `w.judged`.
  void run(const decision& first, std::vector<std::uint32_t>& out) {
    requirements_ = verdict_without_requirements(first) == verdict::allow;
    out.clear();
    if (!permitted(out)) return;  // the fault is with no offer
    if (named_by_a_finding(first)) {
      out = places_;
    } else {
      shrink(out);
    }
  }

 private:
  bool permitted(std::span<const std::uint32_t> places) {
    w_.trial.offers.clear();
    for (const std::uint32_t place : places) w_.trial.offers.push_back(asked_.offers[place]);
    w_.trial.intent = asked_.intent;
    w_.trial.accept_partial = asked_.accept_partial;
    const decision& d = w_.judge(p_, facts_);
    return (requirements_ ? d.verdict : verdict_without_requirements(d)) == verdict::allow;
  }

  bool permitted_without(std::size_t member) {
    fewer_ = places_;
    fewer_.erase(fewer_.begin() + static_cast<std::ptrdiff_t>(member));
    return permitted(fewer_);
  }

  [[nodiscard]] bool irreducible() {
    if (places_.empty() || permitted(places_)) return false;
    if (places_.size() == 1) return true;  // nothing at all is permitted
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (!permitted_without(i)) return false;
    }
    return true;
  }

  /// Most findings name their culprits. Single offers first, then pairs, then what exceeds a count.
  bool named_by_a_finding(const decision& d) {
    constexpr int most_tries = 16;
    int tries = 0;
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{0}}) {
      for (const finding& f : d.findings) {
        if (culprits(d, f) != size && (size != 0 || places_.size() < 3)) continue;
        if (++tries > most_tries) return false;
        if (irreducible()) return true;
      }
    }
    return false;
  }

  /// Writes the places a finding is about into `places_` and returns how many they are.
  std::size_t culprits(const decision& d, const finding& f) {
    places_.clear();
    std::size_t most = 0;
    switch (f.code) {
      case finding_code::proposal_unknown_offer:
      case finding_code::proposal_parameter:
      case finding_code::playbook_offer:
      case finding_code::offer_condition: most = 1; break;
      case finding_code::stacking_excluded:
      case finding_code::stacking_alone:
      case finding_code::stacking_not_permitted: most = 2; break;
      case finding_code::proposal_duplicate:
      case finding_code::stacking_at_most:
        most = static_cast<std::size_t>(f.bound.numerator) + 1;
        break;
      case finding_code::stacking_requires: most = requirements_ ? 1 : 0; break;
      default: break;
    }
    const auto offers = std::span(d.finding_offers).subspan(f.offers.first, f.offers.count);
    for (std::uint32_t i = 0; i < asked_.offers.size() && places_.size() < most; ++i) {
      const std::string_view name = asked_.offers[i].name;
      const bool named =
          offers.empty() ? name == f.text : std::any_of(offers.begin(), offers.end(), [&](auto o) {
            return p_.text(p_.tables().offers[o].name) == name;
          });
      // A pair is of two different offers.
      const bool again =
          most == 2 && places_.size() == 1 && f.code != finding_code::proposal_duplicate &&
          f.code != finding_code::stacking_at_most && asked_.offers[places_[0]].name == name;
      if (named && !again) places_.push_back(i);
    }
    return places_.size();
  }

  /// Takes members away as long as the rest is still not permitted; later ones go first, so that
  /// what was proposed first is blamed last. Repeats until nothing can go, since requirements and
  /// thresholds aren't monotone.
  void shrink(std::vector<std::uint32_t>& out) {
    places_.resize(asked_.offers.size());
    for (std::uint32_t i = 0; i < places_.size(); ++i) places_[i] = i;
    for (bool shrunk = true; shrunk;) {
      shrunk = false;
      for (std::size_t i = places_.size(); i-- > 0;) {
        if (permitted_without(i)) continue;
        places_.erase(places_.begin() + static_cast<std::ptrdiff_t>(i));
        shrunk = true;
      }
    }
    out = places_;
  }

  const pack& p_;
  const fact_set& facts_;
  const proposal& asked_;
  question_workspace& w_;
  bool requirements_ = false;
  std::vector<std::uint32_t> places_, fewer_;
};

}  // namespace parley::detail
