#include "simulate/seller.hpp"

#include <algorithm>
#include <utility>

#include "simulate/baseline.hpp"

namespace parley::simulate {

namespace {

/// parley: nothing here decides anything.
class our_seller final : public seller {
 public:
  explicit our_seller(session from) : now_(std::move(from)) {}

  said answer(const table& now, const ask& asked) override {
    said out;
    const auto answered = negotiate(now.rules, now.facts, now_, asked, now.memory);
    if (!answered.ok()) return out;
    const negotiation_reply& r = answered.value();
    now_ = r.next;
    out.outcome = r.outcome;
    out.reason = customer_reason(r.reason);
    out.offers = r.has_terms;
    if (!r.has_terms) return out;
    out.total = r.terms.total;
    out.worth = r.terms.worth;
    out.items = r.terms.items;
    out.concession = r.terms.concession;
    out.id = r.terms.id;
    out.promises_items = true;
    return out;
  }
  std::unique_ptr<seller> copy() const override { return std::make_unique<our_seller>(*this); }
  std::unique_ptr<seller> resumed() const override { return copy(); }

  std::string mark() const override {
    std::string out;
    const auto add = [&](auto number) {
      out += std::to_string(number);
      out += ' ';
    };
    add(now_.round), add(now_.step), add(now_.granted), add(now_.tried), add(now_.ended);
    add(now_.closed), add(now_.has_best_ask), add(now_.best_ask), add(now_.silent), add(now_.fired);
    add(now_.standing ? now_.standing->total : -1), add(now_.standing ? now_.standing->worth : -1);
    return out;
  }

 private:
  session now_;
};

}  // namespace

std::string_view name_of(seller_kind kind) noexcept {
  switch (kind) {
    case seller_kind::parley: return "parley";
    case seller_kind::boulware: return "boulware";
    case seller_kind::linear: return "linear";
    case seller_kind::conceder: return "conceder";
    case seller_kind::tit_for_tat: return "tit-for-tat";
    case seller_kind::fixed_discount: return "fixed-10%";
    case seller_kind::nine_tenths: return "accept-90%";
  }
  return "?";
}

std::string_view about(seller_kind kind) noexcept {
  switch (kind) {
    case seller_kind::parley: return "the pack, through negotiate";
    case seller_kind::boulware: return "goes from list price to its floor, late";
    case seller_kind::linear: return "goes from list price to its floor, evenly";
    case seller_kind::conceder: return "goes from list price to its floor, early";
    case seller_kind::tit_for_tat: return "lowers its price by what the shopper raised theirs";
    case seller_kind::fixed_discount: return "gives everybody 10% off";
    case seller_kind::nine_tenths: return "accepts whatever is above 90% of its quote";
  }
  return "?";
}

std::string said::seen() const {
  std::string out(parley::name_of(outcome));
  out += ' ';
  out += reason;
  if (!offers) return out;
  for (const term_item& item : items) {
    out += ' ' + item.offer;
    if (item.has_parameter) out += '=' + std::to_string(item.parameter);
  }
  return out + ' ' + std::to_string(total);
}

briefing brief_for(const pack& p, const market& opening) noexcept {
  constexpr std::uint32_t default_deadline = 10;
  return {opening.lowest.value_or(opening.list_total), opening.list_total,
          p.header().rounds > 0 ? p.header().rounds : default_deadline};
}

std::unique_ptr<seller> open_seller(seller_kind kind, const table& opening, const briefing& told,
                                    std::string_view id) {
  if (kind == seller_kind::parley) {
    return std::make_unique<our_seller>(
        open_session(opening.rules, opening.facts, id, opening.cart.intent));
  }
  return open_baseline(kind, told);
}

}  // namespace parley::simulate
