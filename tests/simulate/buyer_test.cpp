#include "simulate/buyer.hpp"

#include <set>

#include "simulate/stage.hpp"
#include "support/catch.hpp"

namespace parley::simulate {
namespace {

using test::stage;

said offer(std::int64_t total, negotiation_outcome how = negotiation_outcome::counter) {
  said s;
  s.outcome = how;
  s.offers = true;
  s.total = total;
  s.concession = 10000 - total;
  s.id = std::to_string(total);
  return s;
}

secrets patient(std::int64_t reserve, std::int64_t opening) {
  return {reserve, opening, 10, 4};
}

struct shopper_in_shop {
  stage& shop;
  std::unique_ptr<buyer> who;
  std::vector<chat_view> chats{chat_view{}};

  shopper_in_shop(stage& in, buyer_kind kind, const secrets& hidden)
      : shop(in), who(make_buyer(kind, hidden)) {}
  deed next() { return who->next({shop.rules, shop.opening, 3, chats, nullptr}); }
  deed hears(const said& what) {
    chats.back() = {true, what};
    return next();
  }
};

TEST_CASE("every buyer has a name, and is found by it") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < buyer_kinds; ++i) {
    const auto kind = static_cast<buyer_kind>(i);
    CHECK(buyer_named(name_of(kind)) == kind);
    CHECK_FALSE(about(kind).empty());
    names.insert(name_of(kind));
  }
  CHECK(names.size() == buyer_kinds);
  CHECK_FALSE(buyer_named("nobody"));
}

TEST_CASE("secrets are drawn from the seed, within what the page says") {
  for (std::uint64_t n = 0; n < 500; ++n) {
    const secrets a = draw_secrets(9, n);
    const secrets b = draw_secrets(9, n);
    CHECK((a.reserve == b.reserve && a.seed == b.seed && a.patience == b.patience));
    CHECK((a.reserve >= 600'000 && a.reserve <= 1'150'000));
    CHECK((a.opening * 2 >= a.reserve - 2 && a.opening * 100 <= a.reserve * 95));
    CHECK((a.patience >= 2 && a.patience <= 24));
  }
  CHECK(draw_secrets(1, 0).seed != draw_secrets(2, 0).seed);
}

TEST_CASE("nobody names more than they would pay, or takes an offer at a loss") {
  stage shop;
  for (std::size_t i = 0; i < buyer_kinds; ++i) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      secrets hidden = draw_secrets(seed, i);
      hidden.reserve = 700'000;  // 70.00
      shopper_in_shop s(shop, static_cast<buyer_kind>(i), hidden);
      deed what = s.next();
      for (int turn = 0; turn < 40 && what.what != deed::kind::leave; ++turn) {
        INFO(name_of(static_cast<buyer_kind>(i)) << " turn " << turn);
        CHECK_FALSE(what.words.accept);
        if (what.words.target_total) CHECK(*what.words.target_total <= 7000);
        if (what.what == deed::kind::open_chat) s.chats.emplace_back();
        what = s.hears(offer(8000));
      }
      CHECK(what.what == deed::kind::leave);
    }
  }
}

TEST_CASE("the patient only ask for more, and take a last offer they can afford") {
  stage shop;
  shopper_in_shop s(shop, buyer_kind::patient, patient(900'000, 500'000));
  CHECK(s.next().words.more);
  CHECK(s.hears(offer(9500)).words.more);
  CHECK(s.hears(offer(8900, negotiation_outcome::final)).words.accept);
}

TEST_CASE("boulware raises late, conceder early, linear in between") {
  stage shop;
  shopper_in_shop b(shop, buyer_kind::boulware, patient(900'000, 500'000));
  shopper_in_shop l(shop, buyer_kind::linear, patient(900'000, 500'000));
  shopper_in_shop c(shop, buyer_kind::conceder, patient(900'000, 500'000));
  CHECK(b.next().words.target_total == 5000);
  CHECK(l.next().words.target_total == 5000);
  CHECK(c.next().words.target_total == 5000);
  for (int round = 1; round < 10; ++round) {
    const auto evenly = l.hears(offer(9500)).words.target_total;
    CHECK(evenly == 5000 + 400 * round);
    CHECK(b.hears(offer(9500)).words.target_total <= evenly);
    CHECK(c.hears(offer(9500)).words.target_total >= evenly);
  }
  CHECK(l.hears(offer(9500)).what == deed::kind::leave);
}

TEST_CASE("tit for tat raises by what the seller gave") {
  stage shop;
  shopper_in_shop s(shop, buyer_kind::tit_for_tat, patient(900'000, 500'000));
  CHECK(s.next().words.target_total == 5000);
  CHECK(s.hears(offer(9800)).words.target_total == 5200);
  CHECK(s.hears(offer(9800)).words.target_total == 5200);
  CHECK(s.hears(offer(9100)).words.target_total == 5900);
}

TEST_CASE("the tricksters do what they are named for") {
  stage shop;
  shopper_in_shop repeats(shop, buyer_kind::repeater, patient(900'000, 500'000));
  CHECK(repeats.next().words.target_total == 5000);
  CHECK(repeats.hears(offer(9800)).words.target_total == 5000);

  shopper_in_shop known(shop, buyer_kind::returner, patient(900'000, 500'000));
  shopper_in_shop unknown(shop, buyer_kind::stranger, patient(900'000, 500'000));
  for (shopper_in_shop* s : {&known, &unknown}) {
    CHECK(s->next().what == deed::kind::say);
    const deed again = s->hears(offer(9500, negotiation_outcome::final));
    CHECK(again.what == deed::kind::open_chat);
    CHECK(again.known == (s == &known));
  }

  shopper_in_shop races(shop, buyer_kind::racer, patient(900'000, 500'000));
  CHECK(races.next().what == deed::kind::open_chat);
  races.chats.emplace_back();
  const std::size_t one = races.next().chat;
  CHECK(races.next().chat != one);

  shopper_in_shop lies(shop, buyer_kind::liar, patient(900'000, 500'000));
  CHECK(lies.next().words.more);  // this pack has no triggers to claim
  CHECK(lies.next().words.competitor_price == 5000);
  CHECK(lies.next().words.want.size() == 1);

  shopper_in_shop changes(shop, buyer_kind::cart_changer, patient(900'000, 500'000));
  for (int turn = 1; turn <= 3; ++turn) CHECK(changes.next().what == deed::kind::say);
  const deed change = changes.next();
  CHECK(change.what == deed::kind::change_cart);
  CHECK((change.cart == 1 || change.cart == 2));

  shopper_in_shop splits(shop, buyer_kind::splitter, patient(950'000, 500'000));
  CHECK(splits.next().words.target_total == 9500);  // it would be 99.00, if it could
  CHECK_FALSE(splits.hears(offer(9500)).words.want.empty());
}

}  // namespace
}  // namespace parley::simulate
