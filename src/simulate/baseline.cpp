#include "simulate/baseline.hpp"

#include <algorithm>

#include "simulate/asking.hpp"
#include "simulate/exact.hpp"

namespace parley::simulate {

namespace {

/// The price an ask names, all-in; nothing for one that names none or makes no sense.
std::optional<std::int64_t> number_in(const table& now, const ask& asked) {
  if (const auto named = price_in(now.cart, asked)) return *named < 0 ? std::nullopt : named;
  if (asked.want.empty()) return std::nullopt;
  now.memory.trial.offers = asked.want;
  now.memory.trial.intent = now.cart.intent;
  now.memory.trial.accept_partial = false;
  const decision& d = now.memory.judge(now.rules, now.facts);
  if (!d.has_quote) return std::nullopt;
  return d.quote.total;
}

std::int64_t share_of_price(std::int64_t price, std::int64_t of, std::int64_t from) {
  return of == 0 ? 0 : static_cast<std::int64_t>(int128{price} * from / of);
}

class baseline final : public seller {
 public:
  baseline(seller_kind kind, const briefing& told) : kind_(kind), told_(told) {}

  said answer(const table& now, const ask& asked) override {
    const std::int64_t list = now.cart.list_total;
    if (list_ != list) {
      // Another cart: the quote keeps its share of the list price.
      quote_ = list_ < 0 ? list : share_of_price(quote_, list_, list);
      list_ = list;
    }
    if (closed_) return speak(negotiation_outcome::decline, "decline.closed");
    if (asked.accept) {
      if (!quoted_) return speak(negotiation_outcome::decline, "decline.no_offer");
      return close(quote_);
    }
    if (asked.reject) return speak(negotiation_outcome::decline, "decline.rejected");
    ++round_;
    const std::optional<std::int64_t> named = number_in(now, asked);
    const std::int64_t before = quote_;
    if (named && kind_ == seller_kind::nine_tenths && *named >= quote_ - quote_ / 10)
      return close(std::min(*named, quote_));
    requote(named);
    const bool first = !quoted_;
    quoted_ = true;
    // Whoever names more than the next quote is taken at their word, except where all pay the same.
    if (named && *named >= quote_)
      return close(kind_ == seller_kind::fixed_discount ? quote_ : std::min(*named, before));
    if (named) last_ask_ = *named;
    if (over()) return speak(negotiation_outcome::final, "final");
    return first || quote_ < before ? speak(negotiation_outcome::counter, "counter")
                                    : speak(negotiation_outcome::hold, "hold");
  }

  std::unique_ptr<seller> copy() const override { return std::make_unique<baseline>(*this); }

  std::string mark() const override {
    std::string out;
    for (const std::int64_t number :
         {std::int64_t{round_}, quote_, last_ask_, list_, std::int64_t{closed_}}) {
      out += std::to_string(number) + ' ';
    }
    return out;
  }

 private:
  [[nodiscard]] std::int64_t reserve() const {
    return share_of_price(told_.reserve, told_.list, list_);
  }

  void requote(const std::optional<std::int64_t>& named) {
    switch (kind_) {
      case seller_kind::boulware: return quote_at(tempo::boulware);
      case seller_kind::linear: return quote_at(tempo::linear);
      case seller_kind::conceder: return quote_at(tempo::conceder);
      case seller_kind::tit_for_tat: {
        // Opens with a hundredth off, then mirrors.
        std::int64_t gives = quoted_ ? 0 : list_ / 100;
        if (named && last_ask_ >= 0) gives = std::max<std::int64_t>(*named - last_ask_, 0);
        quote_ = std::max(std::min(quote_, quote_ - gives), std::min(quote_, reserve()));
        return;
      }
      case seller_kind::fixed_discount: quote_ = list_ - list_ / 10; return;
      case seller_kind::nine_tenths: {
        // Splits the difference, but never quotes less than 95% of the list price.
        const std::int64_t least = list_ - list_ / 20;
        if (named) quote_ = std::min(quote_, std::max(least, (quote_ + *named) / 2));
        return;
      }
      case seller_kind::parley: return;
    }
  }

  void quote_at(tempo shape) {
    const std::int64_t span = std::max<std::int64_t>(list_ - reserve(), 0);
    quote_ = std::min(quote_, list_ - part_of(span, conceded(shape, round_, told_.deadline)));
  }

  [[nodiscard]] bool over() const {
    return kind_ == seller_kind::fixed_discount || round_ >= told_.deadline;
  }

  said speak(negotiation_outcome outcome, std::string_view reason) const {
    said out;
    out.outcome = outcome;
    out.reason = reason;
    out.offers = quoted_;
    if (!quoted_) return out;
    out.total = quote_;
    out.concession = list_ - quote_;
    out.id = std::to_string(list_) + ':' + std::to_string(quote_);
    return out;
  }

  said close(std::int64_t total) {
    closed_ = true;
    quoted_ = true;
    quote_ = total;
    return speak(negotiation_outcome::accept, "offer.taken");
  }

  seller_kind kind_;
  briefing told_;
  std::uint32_t round_ = 0;
  std::int64_t list_ = -1;
  std::int64_t quote_ = -1;
  std::int64_t last_ask_ = -1;
  bool quoted_ = false;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<seller> open_baseline(seller_kind kind, const briefing& told) {
  return std::make_unique<baseline>(kind, told);
}

}  // namespace parley::simulate
