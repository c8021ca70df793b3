#include "simulate/buyer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "simulate/exact.hpp"

namespace parley::simulate {

namespace {

struct kind_text {
  buyer_kind kind;
  std::string_view name;
  std::string_view about;
};
constexpr std::array<kind_text, buyer_kinds> kinds{{
    {buyer_kind::random, "random", "says anything"},
    {buyer_kind::greedy, "greedy", "starts at half the price, takes only a last offer"},
    {buyer_kind::patient, "patient", "asks for more, and names no price"},
    {buyer_kind::splitter, "splitter", "asks for one small thing after the other"},
    {buyer_kind::repeater, "repeater", "says the same every time"},
    {buyer_kind::returner, "returner",
     "opens a new chat when refused; the host knows the customer"},
    {buyer_kind::stranger, "stranger", "opens a new chat when refused; nobody knows the customer"},
    {buyer_kind::liar, "liar", "claims triggers, others' prices, offers that don't exist"},
    {buyer_kind::cart_changer, "cart-changer", "changes the cart mid-way"},
    {buyer_kind::racer, "racer", "asks on two channels at once"},
    {buyer_kind::accepter, "accepter", "takes the first offer it can afford"},
    {buyer_kind::boulware, "boulware", "raises late"},
    {buyer_kind::linear, "linear", "raises evenly"},
    {buyer_kind::conceder, "conceder", "raises early"},
    {buyer_kind::tit_for_tat, "tit-for-tat", "raises by what the seller gave"},
    {buyer_kind::best_response, "best-response", "knows the seller and plans against it"},
}};

deed leave() {
  return {};
}

/// What all shoppers share; a kind says what it does in a round that it doesn't end.
class shopper : public buyer {
 public:
  explicit shopper(const secrets& hidden) : hidden_(hidden), dice_(hidden.seed) {}

  deed next(const buyer_view& now) final {
    ++turn_;
    reserve_ = reserve_on(now.cart, hidden_);
    opening_ = part_of(now.cart.list_total, hidden_.opening);
    if (taken(now)) return after_deal(now);
    if (turn_ > hidden_.patience) return settle(now);
    return act(now);
  }

 protected:
  [[nodiscard]] virtual deed act(const buyer_view& now) = 0;
  [[nodiscard]] virtual deed after_deal(const buyer_view&) { return leave(); }

  [[nodiscard]] static bool taken(const buyer_view& now) {
    return std::any_of(now.chats.begin(), now.chats.end(), [](const chat_view& c) {
      return c.heard && c.last.outcome == negotiation_outcome::accept;
    });
  }
  /// Whether the terms on the table are no loss.
  [[nodiscard]] bool affordable(const chat_view& c) const {
    return c.heard && c.last.offers && c.last.net() <= reserve_;
  }
  [[nodiscard]] static bool ended(const chat_view& c) {
    return c.heard && (c.last.outcome == negotiation_outcome::final ||
                       c.last.outcome == negotiation_outcome::handoff);
  }
  /// Takes the best terms on any table, or goes.
  [[nodiscard]] deed settle(const buyer_view& now) const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < now.chats.size(); ++i) {
      if (!affordable(now.chats[i])) continue;
      if (!best || now.chats[i].last.net() < now.chats[*best].last.net()) best = i;
    }
    return best && !gave_up_ ? take(*best) : leave();
  }
  [[nodiscard]] deed take(std::size_t chat) const {
    ask a;
    a.accept = true;
    gave_up_ = true;  // an offer that can't be taken after all is no reason to ask for ever
    return say(chat, std::move(a));
  }
  [[nodiscard]] static deed say(std::size_t chat, ask words) {
    deed d;
    d.what = deed::kind::say;
    d.chat = chat;
    d.words = std::move(words);
    return d;
  }
  /// Names a price; never more than it would pay.
  [[nodiscard]] deed name_price(std::size_t chat, std::int64_t price) const {
    ask a;
    a.target_total = std::clamp<std::int64_t>(price, 0, std::max<std::int64_t>(reserve_, 0));
    return say(chat, std::move(a));
  }
  [[nodiscard]] static deed more(std::size_t chat) {
    ask a;
    a.more = true;
    return say(chat, std::move(a));
  }
  /// The opening, raised by so many hundredths of the list price.
  [[nodiscard]] std::int64_t raised(const buyer_view& now, std::int64_t hundredths) const {
    return opening_ + now.cart.list_total * hundredths / 100;
  }

  secrets hidden_;
  dice dice_;
  std::uint32_t turn_ = 0;
  std::int64_t reserve_ = 0;
  std::int64_t opening_ = 0;
  mutable bool gave_up_ = false;
};

class random_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    const chat_view& chat = now.chats.back();
    if (affordable(chat) && dice_.chance(15)) return take(now.chats.size() - 1);
    ask a;
    switch (dice_.below(8)) {
      case 0: a.more = true; break;
      case 1: a.target_percent = dice_.between(0, 60) * (ratio_one / 100); break;
      case 2: a.budget = dice_.between(0, std::max<std::int64_t>(reserve_, 0)); break;
      case 3:
      case 4: {
        const auto& all = now.cart.outcomes;
        const outcome* const wish = all.empty() ? nullptr : &all[dice_.below(all.size())];
        if (wish != nullptr && wish->net() <= reserve_) a.want = wish->offers.offers;
        a.more = a.want.empty();
        break;
      }
      case 5: a.reject = true; break;
      default: a.target_total = dice_.between(0, std::max<std::int64_t>(reserve_, 0)); break;
    }
    if (a.target_percent) {
      const std::int64_t off = static_cast<std::int64_t>(int128{now.cart.facts.subtotal()} *
                                                         *a.target_percent / ratio_one);
      if (now.cart.list_total - off > reserve_) return name_price(now.chats.size() - 1, reserve_);
    }
    return say(now.chats.size() - 1, std::move(a));
  }
};

class greedy_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    if (ended(now.chats[0])) return settle(now);
    const std::int64_t half = now.cart.list_total / 2;
    return name_price(0, half + now.cart.list_total * (turn_ - 1) / 100);
  }
};

class patient_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override { return ended(now.chats[0]) ? settle(now) : more(0); }
};

/// Every other ask names one more thing, the others a hundredth less than what is on the table.
class splitting_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    const chat_view& chat = now.chats[0];
    if (ended(chat)) return settle(now);
    const bool offered = chat.heard && chat.last.offers;
    if (turn_ % 2 == 0) {
      const std::int64_t given = offered ? chat.last.concession : 0;
      for (const outcome& o : now.cart.outcomes) {
        if (o.concession <= given || o.net() > reserve_ || o.offers.offers.empty()) continue;
        ask a;
        a.want = o.offers.offers;
        return say(0, std::move(a));
      }
    }
    const std::int64_t from = offered ? chat.last.total : now.cart.list_total;
    return name_price(0, from - now.cart.list_total / 100);
  }
};

class repeating_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    return ended(now.chats[0]) ? settle(now) : name_price(0, opening_);
  }
};

class returning_shopper final : public shopper {
 public:
  returning_shopper(const secrets& hidden, bool known) : shopper(hidden), known_(known) {}

 private:
  static constexpr std::size_t most_chats = 4;
  static constexpr std::uint32_t asks_a_chat = 3;

  deed act(const buyer_view& now) override {
    const chat_view& chat = now.chats.back();
    if (ended(chat) || asked_ == asks_a_chat) {
      if (now.chats.size() == most_chats) return settle(now);
      asked_ = 0;
      deed d;
      d.what = deed::kind::open_chat;
      d.known = known_;
      return d;
    }
    return name_price(now.chats.size() - 1, raised(now, 3 * asked_++));
  }

  bool known_;
  std::uint32_t asked_ = 0;
};

class lying_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    if (ended(now.chats[0])) return settle(now);
    ask a;
    const auto triggers = pack::rows(now.rules.tables().triggers, now.rules.header().triggers);
    switch (turn_ % 4) {
      case 1:
        for (const graph::trigger_row& t : triggers) a.give.push_back(now.rules.text(t.name));
        a.more = a.give.empty();
        break;
      case 2: a.competitor_price = now.cart.list_total / 2; break;
      case 3: {
        proposed_offer invented;
        invented.name = "PROMISED-BY-A-COLLEAGUE";
        a.want.push_back(invented);
        break;
      }
      default: return name_price(0, raised(now, turn_));
    }
    return say(0, std::move(a));
  }
};

class cart_changing_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    const bool away = turn_ == 4;
    const bool back = turn_ == 7 && hidden_.seed % 2 == 0;
    if ((away || back) && now.carts > 1) {
      deed d;
      d.what = deed::kind::change_cart;
      d.cart = away ? 1 + dice_.below(now.carts - 1) : 0;
      return d;
    }
    if (ended(now.chats[0]) && turn_ > 4) return settle(now);
    return name_price(0, raised(now, turn_ - 1));
  }
};

class racing_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    if (now.chats.size() == 1) {
      deed d;
      d.what = deed::kind::open_chat;
      return d;
    }
    if (ended(now.chats[0]) && ended(now.chats[1])) return settle(now);
    const std::size_t chat = turn_ % 2;
    return name_price(chat, raised(now, turn_ / 2));
  }
  /// One deal is made; now for the other.
  deed after_deal(const buyer_view& now) override {
    for (std::size_t i = 0; i < now.chats.size() && !tried_both_; ++i) {
      const chat_view& c = now.chats[i];
      if (!c.heard || !c.last.offers || c.last.outcome == negotiation_outcome::accept) continue;
      tried_both_ = true;
      return take(i);
    }
    return leave();
  }
  bool tried_both_ = false;
};

class accepting_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    if (affordable(now.chats[0])) return take(0);
    return ended(now.chats[0]) ? settle(now) : name_price(0, raised(now, turn_));
  }
};

class timed_shopper final : public shopper {
 public:
  timed_shopper(const secrets& hidden, tempo shape) : shopper(hidden), shape_(shape) {}

 private:
  deed act(const buyer_view& now) override {
    const std::int64_t span = std::max<std::int64_t>(reserve_ - opening_, 0);
    const std::int64_t price =
        opening_ + part_of(span, conceded(shape_, turn_ - 1, hidden_.patience));
    const chat_view& chat = now.chats[0];
    if (affordable(chat) && (chat.last.net() <= price || ended(chat))) return take(0);
    return ended(chat) ? leave() : name_price(0, price);
  }
  tempo shape_;
};

class mirroring_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    const chat_view& chat = now.chats[0];
    if (ended(chat)) return settle(now);
    if (turn_ == 1) price_ = opening_;
    if (chat.heard && chat.last.offers) {
      const std::int64_t before = heard_ ? *heard_ : now.cart.list_total;
      price_ += std::max<std::int64_t>(before - chat.last.net(), 0);
      heard_ = chat.last.net();
      if (affordable(chat) && chat.last.net() <= price_) return take(0);
    }
    return name_price(0, price_);
  }
  std::int64_t price_ = 0;
  std::optional<std::int64_t> heard_;
};

class planning_shopper final : public shopper {
 public:
  using shopper::shopper;

 private:
  deed act(const buyer_view& now) override {
    // No other plan within its patience ends better, so there is nothing to hope for.
    if (now.best == nullptr || now.best->net > reserve_) return leave();
    if (turn_ > now.best->asks.size()) return settle(now);
    const ask& planned = now.best->asks[turn_ - 1];
    if (planned.accept) return settle(now);
    return say(0, planned);
  }
};

}  // namespace

std::string_view name_of(buyer_kind kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)].name;
}

std::string_view about(buyer_kind kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)].about;
}

std::optional<buyer_kind> buyer_named(std::string_view name) noexcept {
  for (const kind_text& k : kinds) {
    if (k.name == name) return k.kind;
  }
  return std::nullopt;
}

secrets draw_secrets(std::uint64_t seed, std::uint64_t number) noexcept {
  dice roll(dice(seed).next() ^ (number * 0xD1342543DE82EF95));
  secrets out;
  out.reserve = roll.between(600, 1150) * 1000;
  out.opening = out.reserve * roll.between(50, 95) / 100;
  out.patience = static_cast<std::uint32_t>(roll.between(2, 24));
  out.seed = roll.next();
  return out;
}

std::int64_t reserve_on(const market& cart, const secrets& hidden) noexcept {
  return part_of(cart.list_total, hidden.reserve);
}

std::unique_ptr<buyer> make_buyer(buyer_kind kind, const secrets& hidden) {
  switch (kind) {
    case buyer_kind::random: return std::make_unique<random_shopper>(hidden);
    case buyer_kind::greedy: return std::make_unique<greedy_shopper>(hidden);
    case buyer_kind::patient: return std::make_unique<patient_shopper>(hidden);
    case buyer_kind::splitter: return std::make_unique<splitting_shopper>(hidden);
    case buyer_kind::repeater: return std::make_unique<repeating_shopper>(hidden);
    case buyer_kind::returner: return std::make_unique<returning_shopper>(hidden, true);
    case buyer_kind::stranger: return std::make_unique<returning_shopper>(hidden, false);
    case buyer_kind::liar: return std::make_unique<lying_shopper>(hidden);
    case buyer_kind::cart_changer: return std::make_unique<cart_changing_shopper>(hidden);
    case buyer_kind::racer: return std::make_unique<racing_shopper>(hidden);
    case buyer_kind::accepter: return std::make_unique<accepting_shopper>(hidden);
    case buyer_kind::boulware: return std::make_unique<timed_shopper>(hidden, tempo::boulware);
    case buyer_kind::linear: return std::make_unique<timed_shopper>(hidden, tempo::linear);
    case buyer_kind::conceder: return std::make_unique<timed_shopper>(hidden, tempo::conceder);
    case buyer_kind::tit_for_tat: return std::make_unique<mirroring_shopper>(hidden);
    case buyer_kind::best_response: return std::make_unique<planning_shopper>(hidden);
  }
  return nullptr;
}

}  // namespace parley::simulate
