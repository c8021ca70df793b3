// Where counters come from: the places of the pack's strategy, one after the other. Which place
// comes next never depends on a limit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "parley/negotiate/concession_path.hpp"
#include "parley/negotiate/ladder.hpp"

namespace parley::detail {

/// The places of one pack on one cart: steps of the ladder with their sweeteners, or outcomes of
/// the path.
class concession_walk {
 public:
  concession_walk(const pack& p, const fact_set& facts, question_workspace& w,
                  negotiation_memory& m)
      : p_(p), facts_(facts), w_(w), m_(m) {}

  /// Works out the places. To be called once, before anything else; the intent must outlive it.
  void begin(std::string_view intent, std::uint32_t round, std::uint32_t rounds) {
    intent_ = intent;
    if (!searches()) return;
    make_path(p_, facts_, intent, w_, m_);
    if (p_.header().strategy != graph::strategy::micro)
      curve_ = curve_place(p_.header().strategy, round, rounds, m_.path);
  }

  [[nodiscard]] bool searches() const noexcept {
    return p_.header().strategy != graph::strategy::ladder;
  }
  [[nodiscard]] std::uint32_t places() const noexcept {
    return searches() ? static_cast<std::uint32_t>(m_.path.size()) : p_.header().ladder.count;
  }

  /// Goes to the next place; false at the end.
  [[nodiscard]] bool next(ladder_position& at) const {
    if (!searches()) return advance(p_, at);
    const std::uint32_t following = at.step == no_index ? 0 : at.step + 1;
    if (following >= places()) return false;
    at.step = following;
    // A curve goes to where it is by now.
    if (curves() && curve_ != no_index) at.step = std::max(following, curve_);
    at.price_step = true;
    return true;
  }
  /// Whether a curve has yet to come to the place after this one.
  [[nodiscard]] bool waits(const ladder_position& at) const noexcept {
    const std::uint32_t following = at.step == no_index ? 0 : at.step + 1;
    return curves() && following < places() && (curve_ == no_index || curve_ < following);
  }

  /// The proposal of a place; nothing before the first.
  void propose(const ladder_position& at, proposal& out) const {
    out.intent = intent_;
    out.accept_partial = false;
    if (!searches()) return propose_step(p_, at, out);
    out.offers.clear();
    if (at.step < m_.path.size())
      propose_combination(p_, m_.space, m_.path[at.step].combination, out);
  }
  const decision& judge(const ladder_position& at) {
    propose(at, w_.trial);
    return w_.judge(p_, facts_);
  }

  /// Whether conditions and stacking rules let a place form on these facts, whatever the limits
  /// say.
  [[nodiscard]] bool forms(const ladder_position& at) {
    propose(at, w_.trial);
    return form(p_, facts_, w_.trial, w_.work, w_.judged);
  }

  /// The smallest money difference between two neighbouring places on this cart: what counts as a
  /// move when the pack doesn't say. At least one minor unit.
  [[nodiscard]] std::int64_t one_step() {
    std::optional<std::int64_t> smallest, before;
    const auto take = [&](std::int64_t total) {
      if (before && *before > total)
        smallest = std::min(smallest.value_or(*before - total), *before - total);
      before = total;
    };
    if (searches()) {
      for (const negotiation_result& r : m_.path) take(r.total);
    } else {
      ladder_position at;
      for (at.step = 0; at.step < p_.header().ladder.count; ++at.step) {
        propose(at, w_.trial);
        // What can't be formed on these facts has its price all the same.
        static_cast<void>(form(p_, facts_, w_.trial, w_.work, w_.judged));
        if (w_.judged.has_quote) take(w_.judged.quote.total);
      }
    }
    return std::max<std::int64_t>(smallest.value_or(1), 1);
  }

 private:
  [[nodiscard]] bool curves() const noexcept {
    return searches() && p_.header().strategy != graph::strategy::micro;
  }

  const pack& p_;
  const fact_set& facts_;
  question_workspace& w_;
  negotiation_memory& m_;
  std::string_view intent_;
  std::uint32_t curve_ = no_index;
};

}  // namespace parley::detail
