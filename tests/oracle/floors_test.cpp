// Floors, caps and budgets that cut what offers give, against a few lines of arithmetic written
// from docs/packs.md: every line of these carts is one run of units, so nothing else is in play.
#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "oracle/naive_pricing.hpp"
#include "oracle/settings.hpp"
#include "oracle/subject.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace parley;
using namespace parley::oracle;

namespace {

using amounts = std::vector<std::int64_t>;
using level = syntax::pack::level;

struct floor_rule {
  bool per_line = false;
  bool redistribute = false;
  std::int64_t money = -1;  ///< else a percentage of the list price
  std::int64_t percent = 0;
};

struct cap_rule {
  bool of_class = false;    ///< of the offers O0 and O2 only
  bool budget = false;      ///< with what was spent before
  std::int64_t money = -1;  ///< else a percentage of the subtotal
  std::int64_t percent = 0;
};

struct cheap_offer {
  enum class kind { percent, amount, each, price } what = kind::percent;
  std::int64_t value = 0;  ///< percent, or minor units
};

struct small_case {
  std::vector<cheap_offer> offers;
  std::vector<floor_rule> floors;
  std::vector<cap_rule> caps;
  std::int64_t spent = 0;
  std::string mode, remainder_name, level_name;
  naive_facts facts;

  [[nodiscard]] std::string pack() const;
  [[nodiscard]] naive_proposal asked() const {
    naive_proposal made;
    for (std::size_t i = 0; i < offers.size(); ++i)
      made.offers.push_back({"O" + std::to_string(i), false, 0});
    return made;
  }
};

std::string small_case::pack() const {
  std::string text = "pack: floors\nversion: 1\ncurrency: USD\nrounding: {mode: " + mode +
                     ", remainder: " + remainder_name + ", at: " + level_name +
                     "}\ndefaults: {stacking: open}\noffers:\n";
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const cheap_offer& o = offers[i];
    const std::string money = money_text(o.value, 2);
    const std::string give = o.what == cheap_offer::kind::percent
                                 ? std::to_string(o.value) + "% off order"
                             : o.what == cheap_offer::kind::amount ? money + " off order"
                             : o.what == cheap_offer::kind::each   ? money + " off each order"
                                                                   : "order at " + money + " each";
    text += "  O" + std::to_string(i) + ": {give: " + give +
            ", stage: order, rank: " + std::to_string(i) +
            (i % 2 == 0 ? ", class: even}\n" : "}\n");
  }
  if (!floors.empty() || !caps.empty()) text += "limits:\n";
  int id = 0;
  for (const floor_rule& f : floors) {
    text += "  - {limit: price per " + std::string(f.per_line ? "line" : "unit") + " >= " +
            (f.money >= 0 ? money_text(f.money, 2) : std::to_string(f.percent) + "% of list") +
            ", id: f" + std::to_string(id++) +
            ", else: " + (f.redistribute ? "redistribute" : "clamp") + "}\n";
  }
  for (const cap_rule& c : caps) {
    const std::string of = c.of_class ? " of class even" : "";
    text += "  - {limit: " + (c.budget ? "spend" + of + " per day" : "discount" + of) + " <= " +
            (c.money >= 0 ? money_text(c.money, 2) : std::to_string(c.percent) + "% of subtotal") +
            ", id: c" + std::to_string(id++) + ", else: clamp}\n";
  }
  return text;
}

small_case random_case(std::uint64_t seed) {
  test::random random(seed);
  const auto pick = [&](std::vector<std::string> from) { return random.pick(from); };
  small_case made;
  made.mode = pick({"half_up", "half_even", "half_down", "down", "up"});
  made.remainder_name = pick({"largest", "spread", "first", "last", "carry"});
  made.level_name = pick({"order", "line", "unit"});
  for (std::int64_t n = random.between(1, 3); n > 0; --n) {
    cheap_offer offer;
    offer.what = static_cast<cheap_offer::kind>(random.below(4));
    offer.value = offer.what == cheap_offer::kind::percent  ? random.between(1, 80)
                  : offer.what == cheap_offer::kind::amount ? random.between(1, 9'000)
                  : offer.what == cheap_offer::kind::each   ? random.between(1, 900)
                                                            : random.between(1, 2'000);
    made.offers.push_back(offer);
  }
  for (std::int64_t n = random.between(0, 2); n > 0; --n) {
    floor_rule floor{random.chance(40), random.chance(50)};
    if (random.chance(60)) {
      floor.money = random.between(0, 2'000);
    } else {
      floor.percent = random.between(20, 99);
    }
    made.floors.push_back(floor);
  }
  for (std::int64_t n = random.between(0, 2); n > 0; --n) {
    cap_rule cap{random.chance(40), random.chance(30)};
    if (cap.budget || random.chance(60)) {
      cap.money = random.between(0, 4'000);
    } else {
      cap.percent = random.between(1, 60);
    }
    // One budget has one counter.
    const bool second =
        std::any_of(made.caps.begin(), made.caps.end(), [](const cap_rule& c) { return c.budget; });
    if (!cap.budget || !second) made.caps.push_back(cap);
  }
  for (const cap_rule& c : made.caps) {
    if (!c.budget) continue;
    made.spent = random.between(0, 20) * 100;
    const std::string key =
        std::string("spend") + (c.of_class ? " of class even" : "") + " per day";
    made.facts.counters[key] = made.spent;
    made.facts.counter_is_money[key] = true;
  }
  // In the order of their SKUs, so that remainders land alike wherever lines are sorted first.
  const std::int64_t lines = random.between(1, 5);
  for (std::int64_t n = 0; n < lines; ++n) {
    naive_line line;
    line.id = line.sku = "l" + std::to_string(n);
    line.quantity = random.between(1, 4);
    line.price = random.chance(10) ? 0 : random.between(1, 3'000);
    made.facts.lines.push_back(line);
  }
  return made;
}

/// The pricer under the rules of these packs.
class plain_floors {
 public:
  explicit plain_floors(const small_case& c) : c_(c) {
    for (const naive_line& line : c.facts.lines) left_.push_back(line.price * line.quantity);
    subtotal_ = std::accumulate(left_.begin(), left_.end(), std::int64_t{0});
    mode_ = *rounding_mode_named(c.mode);
    policy_ = static_cast<oracle::remainder>(*remainder_policy_named(c.remainder_name));
  }

  amounts discounts() {
    for (std::size_t i = 0; i < c_.offers.size(); ++i) apply(i);
    amounts made;
    for (std::size_t i = 0; i < left_.size(); ++i)
      made.push_back(c_.facts.lines[i].price * c_.facts.lines[i].quantity - left_[i]);
    return made;
  }

 private:
  /// What a line may still give above its floors.
  [[nodiscard]] std::int64_t room(std::size_t line, bool redistribute_only) const {
    const naive_line& l = c_.facts.lines[line];
    std::int64_t most = left_[line];
    for (const floor_rule& f : c_.floors) {
      if (redistribute_only && !f.redistribute) continue;
      const fraction bound =
          f.money >= 0 ? fraction(f.money) : fraction(int128{f.percent} * l.price, 100);
      const std::int64_t least = (bound * fraction(l.quantity)).rounded(rounding_mode::ceiling);
      most = std::min(most, std::max<std::int64_t>(0, left_[line] - least));
    }
    return most;
  }

  [[nodiscard]] std::int64_t within_caps(std::size_t offer, std::int64_t wanted) const {
    for (const cap_rule& c : c_.caps) {
      if (c.of_class && offer % 2 != 0) continue;
      const fraction bound =
          c.money >= 0 ? fraction(c.money) : fraction(int128{c.percent} * subtotal_, 100);
      std::int64_t used = c.budget ? c_.spent : 0;
      for (std::size_t i = 0; i < given_.size(); ++i)
        used += !c.of_class || i % 2 == 0 ? given_[i] : 0;
      wanted =
          std::min(wanted, std::max<std::int64_t>(0, bound.rounded(rounding_mode::down) - used));
    }
    return wanted;
  }

  void spread(std::int64_t amount, const amounts& weights) {
    amounts rooms;
    for (std::size_t i = 0; i < left_.size(); ++i) rooms.push_back(room(i, true));
    const amounts parts = split(amount, weights, rooms, policy_);
    for (std::size_t i = 0; i < left_.size(); ++i) parts_[i] = std::min(parts[i], room(i, false));
  }

  void apply(std::size_t which) {
    const cheap_offer& o = c_.offers[which];
    parts_.assign(left_.size(), 0);
    const std::int64_t there = std::accumulate(left_.begin(), left_.end(), std::int64_t{0});
    const bool percent = o.what == cheap_offer::kind::percent;
    const bool whole = o.what == cheap_offer::kind::amount || (percent && c_.level_name == "order");
    if (whole) {
      const std::int64_t amount =
          percent ? fraction(int128{there} * o.value, 100).rounded(mode_) : o.value;
      spread(within_caps(which, std::min(amount, there)), left_);
    } else {
      amounts wanted;
      for (std::size_t i = 0; i < left_.size(); ++i) {
        const std::int64_t count = c_.facts.lines[i].quantity;
        std::int64_t part = o.value * count;
        if (o.what == cheap_offer::kind::price) part = left_[i] - o.value * count;
        if (percent && c_.level_name == "line")
          part = fraction(int128{left_[i]} * o.value, 100).rounded(mode_);
        if (percent && c_.level_name == "unit")
          part = fraction(int128{left_[i]} * o.value, int128{100} * count).rounded(mode_) * count;
        wanted.push_back(std::clamp<std::int64_t>(part, 0, left_[i]));
      }
      const std::int64_t sum = std::accumulate(wanted.begin(), wanted.end(), std::int64_t{0});
      const std::int64_t allowed = within_caps(which, sum);
      // Amounts of a piece stay where they belong; shares that were rounded on the way may move.
      if (allowed < sum || (percent && !c_.floors.empty())) {
        spread(allowed, wanted);
      } else {
        for (std::size_t i = 0; i < left_.size(); ++i)
          parts_[i] = std::min(wanted[i], room(i, false));
      }
    }
    given_.push_back(std::accumulate(parts_.begin(), parts_.end(), std::int64_t{0}));
    for (std::size_t i = 0; i < left_.size(); ++i) left_[i] -= parts_[i];
  }

  const small_case& c_;
  amounts left_, parts_, given_;
  std::int64_t subtotal_ = 0;
  rounding_mode mode_ = rounding_mode::half_away;
  oracle::remainder policy_ = oracle::remainder::largest;
};

}  // namespace

TEST_CASE("floors, caps and budgets cut as the plain arithmetic does") {
  const std::uint64_t count = runs(1'500);
  std::size_t cut = 0;
  std::size_t failures = 0;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + count && failures < 5; ++seed) {
    const small_case c = random_case(seed);
    const compiled_pack pack(c.pack());
    INFO("seed " << seed << "\n" << c.pack() << c.facts.yaml());
    REQUIRE(pack.faults == "");
    const engine_decision d = ask(pack, c.facts.yaml(), c.asked(), true);
    REQUIRE(d.faults == "");
    REQUIRE(d.full.has_quote);
    amounts got;
    for (const quoted_line& line : d.full.quote.lines) got.push_back(line.discount);
    const amounts expected = plain_floors(c).discounts();
    CHECK(got == expected);
    failures += got == expected ? 0 : 1;
    cut += std::any_of(d.full.quote.applied.begin(), d.full.quote.applied.end(),
                       [](const applied_offer& a) { return a.amount < a.wanted; });
  }
  if (failures == 0) CHECK(cut * 5 > count);
}
