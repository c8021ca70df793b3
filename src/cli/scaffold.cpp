#include "cli/scaffold.hpp"

#include <string_view>

namespace parley::cli {

namespace {

constexpr std::string_view pack_text =
    R"(# What may be promised to a customer of @NAME@, and how far anyone may go.
pack: @NAME@
version: 1
currency: @CURRENCY@
defaults: {basis: running, stacking: closed, intent: optional}

facts:  # what the shop knows, beyond the cart
  customer.orders:   {type: int, min: 0}
  customer.verified: {type: bool}

offers:
  WELCOME10:
    give: 10% off order
    class: [order, coupon]
    when: customer.orders == 0
  FREESHIP:
    give: free shipping
    class: shipping
    when: cart.subtotal >= 50
  HAGGLE:
    give: 1%..12% step 1% off order
    class: [order, negotiated]

stacking:  # what isn't permitted here can't be combined
  - class order with FREESHIP
  - rule: class coupon excludes class negotiated
    because: a coupon is already our best public price

limits:
  - concession <= 30% of subtotal
  - limit: discount <= 8% of subtotal
    id: unverified-cap
    when: '!customer.verified'
    else: escalate to supervisor
    because: nobody knows this customer yet
  - uses of WELCOME10 per customer <= 1

negotiation:
  ladder: [HAGGLE 3%, HAGGLE 5%, HAGGLE 8%]
  sweeteners: [FREESHIP]
  rounds: 5
  expires: 30m
)";

constexpr std::string_view facts_text = R"(now: 2026-11-22T10:00:00Z
cart:
  currency: @CURRENCY@
  lines:
    - {id: l1, sku: POT, qty: 1, price: 40.00}
    - {id: l2, sku: TEA, qty: 2, price: 12.00}
  shipping: [{method: standard, price: 5.00, cost: 4.00}]
customer: {key: c-1, orders: 0, verified: true}
counters: {uses of WELCOME10 per customer: 0}
)";

constexpr std::string_view test_text =
    R"(# Run by `parley test`. What isn't listed is expected to be refused.
fixtures:
  first:     {file: facts.yaml}
  returning: {extends: first, customer.orders: 3}

tests:
  - name: a first order takes the coupon and ships free
    given: first
    propose: [WELCOME10, FREESHIP]
    expect: allow
  - name: the coupon is for first orders
    given: returning
    propose: [WELCOME10]
    expect: {verdict: deny, findings: [offer.condition]}
  - name: a coupon and a negotiated price don't go together
    given: first
    propose: [WELCOME10, HAGGLE=2%]
    expect: {verdict: deny, finding: stacking.excluded}
  - name: a stranger needs a supervisor above 8%
    given: [returning, {customer.verified: false}]
    sweep: {HAGGLE: 1%..12% step 1%}
    expect:
      - allow until 8%
      - expect: escalate
)";

constexpr std::string_view ci_text =
    R"(# Every pack is laid out, without warnings, and passes its tests.
name: packs
on: [push, pull_request]
jobs:
  packs:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # Put the command `parley` on the path here, the way your machines get it.
      - run: parley fmt --check .
      - run: parley check --strict .
      - run: parley test .
)";

std::string filled(std::string_view text, std::string_view name, std::string_view currency) {
  std::string out(text);
  const auto put = [&out](std::string_view mark, std::string_view content) {
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
      out.replace(at, mark.size(), content);
  };
  put("@NAME@", name);
  put("@CURRENCY@", currency);
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> scaffold(const std::string& name,
                                                          const std::string& currency) {
  return {{name + ".yaml", filled(pack_text, name, currency)},
          {name + "_test.yaml", filled(test_text, name, currency)},
          {"facts.yaml", filled(facts_text, name, currency)},
          {".github/workflows/packs.yaml", std::string(ci_text)}};
}

}  // namespace parley::cli
