#include "simulate/play.hpp"

#include <algorithm>
#include <utility>

namespace parley::simulate {

namespace {

/// No shopper goes on for longer, whatever its patience; with chats and carts changed in between.
constexpr std::uint32_t most_turns = 64;

/// What a promise draws from each counter, as the host would reserve it.
std::vector<std::int64_t> draws_of(const pack& p, const quote& priced) {
  std::vector<std::int64_t> out(p.tables().counters.size(), 0);
  std::vector<bool> counted(out.size(), false);
  for (const graph::limit_row& limit : p.tables().limits) {
    if (limit.counter == no_index || counted[limit.counter]) continue;
    counted[limit.counter] = true;
    for (const applied_offer& given : priced.applied) {
      const auto classes =
          pack::rows(p.tables().class_refs, p.tables().offers[given.offer].classes);
      const bool within =
          limit.target == graph::target_kind::offer ? given.offer == limit.target_index
          : limit.target == graph::target_kind::offer_class
              ? std::find(classes.begin(), classes.end(), limit.target_index) != classes.end()
              : true;
      if (!within) continue;
      out[limit.counter] += limit.measure == graph::measure::spend
                                ? given.amount + given.shipping_amount + given.cost
                                : 1;
    }
  }
  return out;
}

}  // namespace

const fact_set& player::facts_for(std::size_t which) {
  const fact_set& plain = scene_.carts[cart_].facts;
  if (chats_.size() == 1 || scene_.rules.tables().counters.empty()) return plain;
  reserved_facts_.emplace(plain);
  for (std::uint32_t counter = 0; counter < scene_.rules.tables().counters.size(); ++counter) {
    if (plain.counter(counter).state != fact_state::known) continue;
    std::int64_t sum = plain.counter(counter).value;
    for (std::size_t other = 0; other < chats_.size(); ++other) {
      if (other != which && !chats_[other].reserved.empty()) sum += chats_[other].reserved[counter];
    }
    reserved_facts_->set_counter(counter, sum);
  }
  return *reserved_facts_;
}

void player::open_chat(bool known) {
  std::unique_ptr<seller> made;
  if (known) made = chats_.back().with->resumed();
  chat opened;
  if (made) {
    // The conversation goes on here; what it has reserved moves with it.
    opened.judged = chats_.back().judged;
    opened.reserved = std::move(chats_.back().reserved);
    chats_.back().reserved.clear();
  } else {
    const table at{scene_.rules, scene_.carts[cart_], scene_.carts[cart_].facts, memory_};
    made = open_seller(made_.seller, at, scene_.told, "chat-" + std::to_string(chats_.size() + 1));
  }
  opened.with = std::move(made);
  chats_.push_back(std::move(opened));
  views_.emplace_back();
}

bool player::allowed(const said& promise, const fact_set& facts, chat& in) {
  const market& cart = scene_.carts[cart_];
  if (!promise.promises_items) return cart.lowest && promise.total >= *cart.lowest;
  judge_.trial.offers.clear();
  for (const term_item& item : promise.items) {
    proposed_offer o;
    o.name = item.offer;
    o.has_parameter = item.has_parameter;
    o.parameter = item.parameter;
    judge_.trial.offers.push_back(o);
  }
  judge_.trial.intent = cart.intent;
  judge_.trial.accept_partial = false;
  const decision& d = judge_.judge(scene_.rules, facts);
  if (d.has_quote) in.reserved = draws_of(scene_.rules, d.quote);
  return d.verdict == verdict::allow && d.has_quote && d.quote.total == promise.total &&
         d.quote.concession == promise.concession;
}

void player::judge(chat& in, const said& heard, const fact_set& facts) {
  if (!heard.offers) return;
  const bool fresh = std::find(in.judged.begin(), in.judged.end(), heard.id) == in.judged.end();
  if (fresh) {
    in.judged.push_back(heard.id);
    if (!allowed(heard, facts, in)) {
      if (made_.violations++ == 0) {
        made_.broken_total = heard.total;
        made_.broken_cart = static_cast<std::uint32_t>(cart_);
        made_.permitted_total = scene_.carts[cart_].lowest.value_or(0);
      }
    }
  }
  // On one cart nothing gets worse; somebody who asks for less gets what they asked for.
  const bool same_cart = in.promised && in.promised_on == cart_;
  const bool worse =
      same_cart && (heard.total > in.promised->total ||
                    (heard.total == in.promised->total && heard.worth < in.promised->worth));
  if (worse && heard.outcome != negotiation_outcome::accept) ++made_.retractions;
  in.promised = heard;
  in.promised_on = cart_;
}

void player::say(const deed& what) {
  chat& in = chats_[what.chat];
  const market& cart = scene_.carts[cart_];
  const fact_set& facts = facts_for(what.chat);
  const bool standing = in.promised && in.promised_on == cart_;
  const table now{scene_.rules, cart, facts, memory_};
  const said heard = in.with->answer(now, what.words);
  ++made_.rounds;
  if (what.words.accept && standing && heard.outcome != negotiation_outcome::accept)
    ++made_.retractions;
  judge(in, heard, facts);
  views_[what.chat] = {true, heard};
  if (heard.outcome != negotiation_outcome::accept || made_.agreed) return;
  made_.agreed = true;
  made_.cart = static_cast<std::uint32_t>(cart_);
  made_.total = heard.total;
  made_.worth = heard.worth;
  made_.concession = heard.concession;
}

game player::play(seller_kind seller, buyer_kind buyer, const secrets& hidden) {
  made_ = {};
  made_.seller = seller;
  made_.buyer = buyer;
  cart_ = 0;
  chats_.clear();
  views_.clear();
  open_chat(false);
  const auto& plans = scene_.plans[static_cast<std::size_t>(seller)];
  const plan* best =
      plans.empty() ? nullptr : &plans[std::min<std::size_t>(hidden.patience, plans.size()) - 1];
  if (best != nullptr && best->asks.empty()) best = nullptr;
  const std::unique_ptr<simulate::buyer> person = make_buyer(buyer, hidden);
  for (std::uint32_t turn = 0; turn < most_turns; ++turn) {
    const deed what =
        person->next({scene_.rules, scene_.carts[cart_], scene_.carts.size(), views_, best});
    if (what.what == deed::kind::leave) break;
    switch (what.what) {
      case deed::kind::say: say(what); break;
      case deed::kind::open_chat: open_chat(what.known); break;
      case deed::kind::change_cart:
        cart_ = what.cart;
        for (chat_view& v : views_) v.heard = false;
        break;
      case deed::kind::leave: break;
    }
  }
  const market& cart = scene_.carts[made_.agreed ? made_.cart : cart_];
  const std::int64_t reserve = reserve_on(cart, hidden);
  if (made_.agreed) made_.reached = cart.of(made_.total, made_.worth, made_.concession, reserve);
  if (const auto nash = nash_point(cart, reserve)) {
    made_.possible = true;
    made_.most = *nash;
    made_.off_nash = distance(made_.reached, *nash);
    made_.off_frontier = frontier_distance(cart, reserve, made_.reached).value_or(0);
  }
  return made_;
}

}  // namespace parley::simulate
