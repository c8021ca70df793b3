#include "edits.hpp"

#include <initializer_list>
#include <iterator>

namespace parley::test {

namespace {

/// Each of these against the one before it.
void chain(std::vector<edit>& to, const std::string& section,
           std::initializer_list<const char*> entries) {
  std::string before;
  bool first = true;
  for (const char* entry : entries) {
    if (!first) to.push_back({section, before, entry});
    before = entry;
    first = false;
  }
}

/// Each of these against the first one.
void star(std::vector<edit>& to, const std::string& section,
          std::initializer_list<const char*> entries) {
  const std::string first = *entries.begin();
  for (const char* entry : entries) {
    if (entry != first) to.push_back({section, first, entry});
  }
}

void of_settings(std::vector<edit>& to) {
  star(to, "head",
       {"currency: USD\ndefaults: {stacking: open, intent: optional}\n",
        "currency: EUR\ndefaults: {stacking: open, intent: optional}\n",
        "currency: {code: USD, digits: 3}\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\ntimezone: America/New_York\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\nrounding: {at: line}\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\nrounding: {at: {item: unit, order: line, shipping: unit}}\n"
        "defaults: {stacking: open, intent: optional}\n",
        "currency: USD\nrounding: {lines: as_given}\n"
        "defaults: {stacking: open, intent: optional}\n",
        "currency: USD\nrounding: {lines: sorted}\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\ntax: inclusive\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\ntax: {discount: after_tax}\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\ntax: {round: unit}\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\ntax: {round: group}\ndefaults: {stacking: open, intent: optional}\n",
        "currency: USD\ndefaults: {stacking: open, intent: optional, basis: list}\n",
        "currency: USD\ndefaults: {stacking: open, intent: optional, basis: stage}\n",
        "currency: USD\ndefaults: {stacking: open, intent: optional, ties: amount}\n",
        "currency: USD\ndefaults: {stacking: closed, intent: optional}\n",
        "currency: USD\ndefaults: {stacking: mutual, intent: optional}\n"});
  to.push_back(
      {"head",
       "currency: USD\ndefaults: {stacking: open, intent: optional}\nplaybooks: {p: {needs: "
       "[vip]}}\n",
       "currency: USD\ndefaults: {stacking: open, intent: required}\nplaybooks: {p: {needs: "
       "[vip]}}\n"});
  chain(
      to, "head",
      {"currency: USD\nrounding: {mode: half_up}\n", "currency: USD\nrounding: {mode: half_even}\n",
       "currency: USD\nrounding: {mode: half_down}\n", "currency: USD\nrounding: {mode: down}\n",
       "currency: USD\nrounding: {mode: up}\n", "currency: USD\nrounding: {mode: floor}\n",
       "currency: USD\nrounding: {mode: ceiling}\n", "currency: USD\nrounding: {mode: 05up}\n"});
  chain(to, "head",
        {"currency: USD\nrounding: {remainder: largest}\n",
         "currency: USD\nrounding: {remainder: spread}\n",
         "currency: USD\nrounding: {remainder: first}\n",
         "currency: USD\nrounding: {remainder: last}\n",
         "currency: USD\nrounding: {remainder: carry}\n"});
}

void of_facts(std::vector<edit>& to) {
  star(to, "facts",
       {"x: {type: int}", "", "x: {type: decimal}", "x: {type: int, min: 3}",
        "x: {type: int, max: 9}", "x: {type: int, default: 2}", "x: {type: int, optional: true}",
        "x: {type: int, max_age: 90s}", "x: {type: int, voids: true}",
        "x: {type: int, one_of: [1, 3]}", "x: {type: list, of: int}", "x: {type: map, of: int}"});
  to.push_back({"facts", "", "x: {type: int}"});
  chain(to, "facts",
        {"x: {type: int, max_age: 90s}", "x: {type: int, max_age: 15m}",
         "x: {type: int, max_age: 36h}", "x: {type: int, max_age: 30d}"});
  chain(to, "facts",
        {"x: {type: list, of: string}", "x: {type: list, of: string, max_size: 5}",
         "x: {type: list, of: decimal, max_size: 5}"});
  to.push_back({"facts", "x: {type: money, min: 1.00}", "x: {type: money, min: 2.50}"});
  to.push_back({"facts", "line.x: {type: int, min: 1}", "line.x: {type: int, min: 2}"});
  to.push_back({"facts", "tier: {type: string, one_of: [bronze, silver, gold]}",
                "tier: {type: string, one_of: [gold, bronze]}"});
}

void of_conditions(std::vector<edit>& to) {
  // One pair for each type of fact, and for each way to read it.
  const std::initializer_list<std::pair<const char*, const char*>> conditions = {
      {"tier == \"gold\"", "tier == \"silver\""},
      {"tier in [\"gold\", \"silver\"]", "tier in [\"gold\"]"},
      {"orders >= 3", "orders >= 4"},
      {"orders > 3", "orders >= 3"},
      {"orders in [1, 2]", "orders in [1, 2, 5]"},
      {"visits < 7u", "visits < 8u"},
      {"paid >= 50", "paid >= 60.00USD"},
      {"score > -0.5", "score > -0.25"},
      {"share >= 10%", "share >= 12%"},
      {"now < since", "now <= since"},
      {"now >= timestamp(\"2026-12-01T00:00:00Z\")", "now >= timestamp(\"2026-12-02T00:00:00Z\")"},
      {"since < timestamp(\"2026-01-01T00:00:00Z\")",
       "since < timestamp(\"2025-01-01T00:00:00Z\")"},
      {"age > duration(\"48h\")", "age > duration(\"24h\")"},
      {"vip", "!vip"},
      {"\"new\" in tags", "\"old\" in tags"},
      {"7 in sizes", "8 in sizes"},
      {"size(sizes) > 0", "size(sizes) > 1"},
      {"stock[\"a\"] > 0", "stock[\"a\"] > 1"},
      {"has(note)", "!has(note)"},
      {"has(note) && note.startsWith(\"vip\")", "has(note) && note.startsWith(\"VIP\")"},
      {"eta <= 2", "eta <= 3"},
      {"rival < 50", "rival < 40"},
      {"cart.subtotal >= 50", "cart.subtotal >= 80"},
      {"cart.quantity >= 4", "cart.quantity >= 6"},
      {"cart.lines.exists(l, l.sku == \"X-1\")", "cart.lines.exists(l, l.sku == \"X-2\")"},
      {"cart.lines.all(l, l.price >= 12.50)", "cart.lines.all(l, l.price >= 12.00)"},
      {"cart.lines.exists(l, l.grade >= 3)", "cart.lines.exists(l, l.grade >= 5)"},
      {"cart.lines.exists(l, l.qty > 2)", "cart.lines.exists(l, l.qty > 1)"},
      {"tea.subtotal >= 30", "tea.subtotal >= 31"},
      {"so_far.subtotal >= 50", "so_far.subtotal >= 55"},
      {"orders == 0 || vip", "orders == 0 || vip || visits > 5u"},
      {"orders == 0 && vip", "orders == 0"},
      {"now.getDayOfWeek() == 0", "now.getDayOfWeek() == 1"},
  };
  for (const auto& [before, after] : conditions) {
    const auto offer = [](const std::string& when) {
      return "X: {give: 5% off order, when: '" + when + "'}";
    };
    to.push_back({"offers", offer(before), offer(after)});
  }
  to.push_back({"offers", "X: {give: 5% off order}", "X: {give: 5% off order, when: vip}"});
  to.push_back({"offers", "X: {give: 5% off order, when: vip}", "X: {give: 5% off order}"});
}

void of_selectors(std::vector<edit>& to) {
  star(to, "selectors",
       {"tea: line.category == \"tea\"", "tea: line.category == \"coffee\"", "tea: line.grade >= 3",
        "tea: line.map > 7.50", "tea: line.fresh", "tea: line.price >= 12",
        "tea: line.made < timestamp(\"2026-06-01T00:00:00Z\")", "tea: line.weight > 1.5",
        "tea: line.sku == \"GREEN\"", "tea: line.tags.exists(t, t == \"tea\")"});
  to.push_back({"selectors", "", "dear: line.price >= 100"});
  to.push_back({"selectors", "dear: line.price >= 100", ""});
}

void of_effects(std::vector<edit>& to) {
  chain(to, "offers",
        {"X: 10% off order", "X: 12% off order", "X: 12% off tea", "X: 12% off sku MUG",
         "X: 3.00 off sku MUG", "X: 3.00 off each tea", "X: 2.50 off each tea",
         "X: 1.00..3.00 step 0.50 off tea", "X: 1.00..4.00 step 0.50 off tea",
         "X: 0.50..4.00 step 0.50 off tea", "X: 0.50..4.00 step 0.25 off tea",
         "X: 2% .. 10% step 2% off tea", "X: 10% off tea"});
  chain(to, "offers",
        {"X: 10% off order", "X: '10% off order, at most 5.00'", "X: '10% off order, at most 7.00'",
         "X: '10% off order, at most 7.00 each'", "X: '10% off order, at most 6.00 each'"});
  chain(to, "offers",
        {"X: tea at 9.00 each", "X: tea at 8.00 each", "X: tea at 8.00..9.00 step 0.50 each",
         "X: tea at 7.00..9.00 step 0.50 each", "X: tea at 7.00..10.00 step 0.50 each"});
  chain(to, "offers",
        {"X: 3 tea for 25.00", "X: 4 tea for 25.00", "X: 4 tea for 24.00",
         "X: '4 tea for 24.00, at most 2 times'", "X: '4 tea for 24.00, at most 3 times'"});
  chain(to, "offers",
        {"X: bundle 2 tea + mug for 22.00", "X: bundle 1 tea + mug for 22.00",
         "X: bundle 1 tea + sku SPOON for 22.00", "X: bundle tea + sku SPOON for 20.00"});
  chain(to, "offers",
        {"X: buy 2 get 1 free of tea", "X: buy 3 get 1 free of tea", "X: buy 3 get 2 free of tea",
         "X: buy 3 get 2 50% off of tea", "X: buy 3 get 2 3.00 off of tea",
         "X: 'buy 3 get 2 3.00 off of tea, dearest'", "X: 'buy 3 get 2 3.00 off of tea per group'",
         "X: 'buy 3 get 2 3.00 off of tea, at most 2 times'"});
  chain(to, "offers",
        {"X: buy 2 tea get 1 mug free", "X: buy 1 tea get 1 mug free",
         "X: buy 1 tea get 1 mug 50% off", "X: buy 1 tea get 1 sku SPOON 50% off"});
  chain(to, "offers",
        {"X: 50% off every 2nd tea", "X: 50% off every 3rd tea", "X: 2.00 off every 3rd tea"});
  chain(to, "offers",
        {"X: 50% off the cheapest tea", "X: 100% off the cheapest tea",
         "X: 100% off the 2 cheapest tea", "X: 100% off the 2 dearest tea",
         "X: 2.00 off the 2 dearest tea"});
  chain(to, "offers",
        {"X: 5% from 3 off tea", "X: '5% from 3, 10% from 10 off tea'",
         "X: '5% from 3, 10% from 8 off tea'", "X: '5% from 3, 10% from 8 off tea by step'",
         "X: '5% from 3, 10% from 8 off tea by lines'",
         "X: '5% from 30.00, 10% from 80.00 off tea by spend'",
         "X: '5% from 30.00, 10% from 80.00 off tea by spend step'",
         "X: '5% from 3, 8%..12% step 1% from 8 off tea'",
         "X: '5% from 3, 8%..14% step 1% from 8 off tea'",
         "X: '1.00 each from 3, 2.00 each from 10 off tea'",
         "X: 'tea at 10.00 each from 1, 9.00 from 10'"});
  chain(to, "offers",
        {"X: 5.00 off per 100.00 of order", "X: 5.00 off per 80.00 of order",
         "X: 6.00 off per 80.00 of order", "X: 6.00 off per 80.00 of tea",
         "X: '6.00 off per 80.00 of tea, at most 2 times'"});
  chain(to, "offers",
        {"X: match rival on tea", "X: 'match rival on tea, at least 7.00'",
         "X: 'match rival on tea, at least 8.00'", "X: match paid on tea",
         "X: 'match paid on tea, less 5%'", "X: 'match paid on tea, less 1%..5% step 1%'",
         "X: 'match paid on tea, less 0.50'"});
  chain(to, "offers",
        {"X: free shipping", "X: 50% off shipping", "X: 2.00 off shipping",
         "X: 2.00 off shipping by express", "X: shipping for 1.99",
         "X: shipping for 0.99..3.99 step 1.00", "X: free shipping by standard or express",
         "X: free shipping by express", "X: {give: shipping upgrade to express, cost: 7.00}",
         "X: {give: shipping upgrade to overnight, cost: 7.00}"});
  chain(to, "offers",
        {"X: {give: gift SKU-A, cost: 2.00, worth: 5.00}",
         "X: {give: gift SKU-B, cost: 2.00, worth: 5.00}",
         "X: {give: gift SKU-B, cost: 3.00, worth: 5.00}",
         "X: {give: gift SKU-B, cost: 3.00, worth: 6.00}", "X: gift SKU-B from cart",
         "X: gift SKU-C from cart"});
  chain(to, "offers",
        {"X: {give: concession returns-60-days, cost: 1.00, worth: 3.00}",
         "X: {give: concession returns-90-days, cost: 1.00, worth: 3.00}",
         "X: {give: concession points 100..500 step 100, cost: 0.05 each, worth: 2.00}",
         "X: {give: concession points 100..600 step 100, cost: 0.05 each, worth: 2.00}",
         "X: {give: concession points 100..600 step 100, cost: 1.25 per 100, worth: 2.00 per 100}",
         "X: {give: concession points 100..600 step 100, cost: 2.00 in all, worth: 2.00}"});
}

void of_offers(std::vector<edit>& to) {
  star(to, "offers",
       {"X: {give: buy 2 get 1 free of tea, class: item}", "", "X: {give: buy 2 get 1 free of tea}",
        "X: {give: buy 2 get 1 free of tea, class: [item, order]}",
        "X: {give: buy 2 get 1 free of tea, class: item, stage: order}",
        "X: {give: buy 2 get 1 free of tea, class: item, basis: list}",
        "X: {give: buy 2 get 1 free of tea, class: item, rank: -2}",
        "X: {give: buy 2 get 1 free of tea, class: item, repeat: 3}",
        "X: {give: buy 2 get 1 free of tea, class: item, consume: shared}",
        "X: {give: buy 2 get 1 free of tea, class: item, favour: merchant}",
        "X: {give: buy 2 get 1 free of tea, class: item, because: it is spring}",
        "X: {give: buy 2 get 1 free of tea, class: item, obligations: [{disclosure: say so}]}",
        "X: {give: buy 2 get 1 free of tea, class: item, obligations: [{kind: disclosure, text: "
        "say so, when: vip}]}"});
  to.push_back({"offers", "", "X: 5% off order"});
}

void of_stacking(std::vector<edit>& to) {
  star(to, "stacking",
       {"A excludes B", "", "A excludes G", "A excludes class gift", "'A excludes B, G'", "A alone",
        "{rule: A excludes B, when: vip}", "{rule: A excludes B, because: they say so}",
        "{rule: A excludes B, id: a-x-b}", "A requires B", "A before R"});
  to.push_back({"stacking", "", "A excludes B"});
  chain(to, "stacking",
        {"at most 1 of class order", "at most 2 of class order",
         "{rule: at most 2 of class order, when: vip}",
         "{rule: at most 2 of class order, when: vip && orders > 2}", "at most 2 of any"});
  chain(to, "stacking",
        {"A requires B", "'A requires B, G'", "'A requires one of B, G'",
         "'A requires one of B, G, F'", "A requires one of class gift"});
  chain(to, "stacking", {"A before R", "R before A"});
  to.push_back({"stacking", "any excludes G", "A with any"});
  to.push_back({"stacking", "lanes of class order, class item", "lanes of class order, F"});
  const std::string closed =
      "currency: USD\ndefaults: {stacking: closed, intent: optional}\nstacking:\n";
  const char* const permissions[] = {
      "  - A with B\n",
      "  - A with B, G\n",
      "  - {rule: 'A with B, G', when: vip}\n",
      "  - {rule: 'A with B, G', when: 'vip || orders > 2'}\n",
      "  - A with class gift\n",
      "  - A with any\n",
      "  - any with any\n  - {rule: A excludes class negotiated, id: x}\n",
      "  - {rule: A with R, overrides: x}\n  - {rule: A excludes class negotiated, id: x}\n"};
  for (std::size_t i = 1; i < std::size(permissions); ++i) {
    to.push_back({"head", closed + permissions[i - 1], closed + permissions[i]});
  }
}

void of_limits(std::vector<edit>& to) {
  star(to, "limits",
       {"{limit: discount <= 15% of subtotal, id: cap}",
        "",
        "{limit: discount <= 12% of subtotal, id: cap}",
        "{limit: discount <= 15% of list, id: cap}",
        "{limit: discount <= 15% of total, id: cap}",
        "{limit: discount <= 6.00, id: cap}",
        "{limit: discount <= paid, id: cap}",
        "{limit: discount <= 15% of paid, id: cap}",
        "{limit: concession <= 15% of subtotal, id: cap}",
        "{limit: discount of class order <= 15% of subtotal, id: cap}",
        "{limit: discount of R <= 15% of subtotal, id: cap}",
        "{limit: discount of tea <= 15% of list, id: cap}",
        "{limit: discount of sku MUG <= 15% of list, id: cap}",
        "{limit: discount per line <= 15% of list, id: cap}",
        "{limit: discount per unit <= 15% of list, id: cap}",
        "{limit: discount <= 15% of subtotal, id: cap, else: clamp}",
        "{limit: discount <= 15% of subtotal, id: cap, else: escalate to supervisor}",
        "{limit: discount <= 15% of subtotal, id: cap, when: vip}",
        "{limit: discount <= 15% of subtotal, id: cap, because: enough}",
        "{limit: discount <= 15% of subtotal, id: cap, obligations: [{log: why}]}"});
  to.push_back({"limits", "", "discount <= 5.00"});
  to.push_back({"limits", "discount <= 5.00", "discount <= 6.00"});
  to.push_back({"limits", "{limit: discount <= 5.00, id: c, else: escalate to anna}",
                "{limit: discount <= 5.00, id: c, else: escalate to ben}"});
  to.push_back({"limits", "{limit: discount per unit of tea <= 2.00, id: c, else: clamp}",
                "{limit: discount per unit of tea <= 2.00, id: c, else: redistribute}"});
  chain(to, "limits",
        {"concession <= 5.00", "concession <= 4.50", "concession of class gift <= 4.50",
         "concession of class gift <= 3.50"});
  chain(to, "limits",
        {"margin >= 18%", "margin >= 20%", "margin per line >= 20%", "margin of tea >= 20%"});
  chain(to, "limits",
        {"price >= 20.00", "price >= 25.00", "price per unit of tea >= 9.00",
         "price per unit of tea >= line.map", "price per unit of tea >= 110% of line.map",
         "price per unit of tea >= 120% of line.map", "price per line of tea >= line.map",
         "concession of shipping <= 2.00", "concession of shipping <= 3.00",
         "price per unit of sku GREEN >= 7.00", "price per unit of sku BLACK >= 7.00"});
  chain(to, "limits",
        {"offers <= 2", "offers <= 1", "offers of class order <= 1", "offers <= orders"});
  chain(to, "limits", {"gifts <= 1", "gifts <= 0"});
  chain(to, "limits",
        {"uses of A per customer <= 2", "uses of A per customer <= 3",
         "uses of A per customer per 30d <= 3", "uses of A per campaign <= 3",
         "uses of class order per day <= 3"});
  chain(to, "limits",
        {"spend per day <= 5000.00", "spend per day <= 4000.00", "spend per week <= 4000.00",
         "spend of class gift per month <= 4000.00", "spend of class gift per month <= paid",
         "spend of class gift per conversation <= 20.00", "spend of class gift per 12h <= 20.00",
         "{limit: spend of class gift per 12h <= 20.00, else: clamp}"});
  chain(to, "limits", {"rounds per conversation <= 5", "rounds per conversation <= 4"});
}

void of_playbooks(std::vector<edit>& to) {
  star(to, "rest",
       {"playbooks:\n  match: {offers: [class negotiated], needs: [rival], limits: [discount <= 5% "
        "of subtotal]}\n",
        "",
        "playbooks:\n  match: {offers: [class negotiated, G], needs: [rival], limits: [discount <= "
        "5% of subtotal]}\n",
        "playbooks:\n  match: {needs: [rival], limits: [discount <= 5% of subtotal]}\n",
        "playbooks:\n  match: {offers: [class negotiated], limits: [discount <= 5% of subtotal]}\n",
        "playbooks:\n  match: {offers: [class negotiated], needs: [rival, vip], limits: [discount "
        "<= 5% of subtotal]}\n",
        "playbooks:\n  match: {offers: [class negotiated], needs: [rival]}\n",
        "playbooks:\n  match: {offers: [class negotiated], needs: [rival], limits: [discount <= 4% "
        "of subtotal]}\n",
        "playbooks:\n  match: {offers: [class negotiated], needs: [rival], limits: [discount <= 5% "
        "of subtotal], handoff: {when: vip, to: human}}\n",
        "playbooks:\n  match: {offers: [class negotiated], needs: [rival], limits: [discount <= 5% "
        "of subtotal], obligations: [{disclosure: in stock only}]}\n"});
  to.push_back({"rest", "", "playbooks:\n  match: {limits: [discount <= 5% of subtotal]}\n"});
  chain(to, "rest",
        {"", "handoff: {to: legal, when: vip}\n", "handoff: {to: legal, when: vip || orders > 3}\n",
         "handoff: {to: legal}\n", "handoff: [{to: sales, when: vip}, {to: legal}]\n",
         "handoff: [{to: legal}, {to: sales, when: vip}]\n", "handoff: {to: legal, because: why}\n",
         ""});
  chain(to, "rest",
        {"", "obligations: [{disclosure: with VAT}]\n", "obligations: [{disclosure: plus VAT}]\n",
         "obligations: [{kind: disclosure, text: plus VAT, when: vip}]\n",
         "obligations: [{kind: log, text: plus VAT, when: vip}]\n", ""});
  chain(to, "rest",
        {"", "wording: {en: {allow: yes}}\n", "wording: {en: {allow: gladly}}\n",
         "wording: {de: {allow: gerne}}\n", ""});
}

void of_negotiation(std::vector<edit>& to) {
  star(to, "rest",
       {"negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m}\n", "",
        "negotiation: {ladder: [R 3%, R 6%], rounds: 5, expires: 30m}\n",
        "negotiation: {ladder: [R 3%, R 5% + G], rounds: 5, expires: 30m}\n",
        "negotiation: {ladder: [R 3%, R 5%], sweeteners: [F, G], rounds: 5, expires: 30m}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 6, expires: 30m}\n",
        "negotiation: {ladder: [R 3%, R 5%], expires: 30m}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 2h}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m, min_move: 1.00}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m, patience: 2}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m, resume: 30d}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m, evidence: rival}\n",
        "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m, triggers: {review: vip}}\n",
        "negotiation: {strategy: micro, issues: [R, class gift], rounds: 5, expires: 30m}\n",
        "negotiation: {strategy: linear, issues: [R], rounds: 5, expires: 30m}\n"});
  to.push_back({"rest", "", "negotiation: {ladder: [R 3%, R 5%], rounds: 5, expires: 30m}\n"});
  chain(to, "rest",
        {"negotiation: {ladder: [R 3%], triggers: {review: vip}}\n",
         "negotiation: {ladder: [R 3%], triggers: {review: '!vip'}}\n",
         "negotiation: {ladder: [R 3%], triggers: {review: {when: '!vip', worth: 6.00}}}\n",
         "negotiation: {ladder: [R 3%], triggers: {review: {when: '!vip', worth: 7.00}, pay: "
         "vip}}\n"});
  chain(to, "rest",
        {"negotiation: {ladder: [R 3%], min_move: 1.00, patience: 2, resume: 30d}\n",
         "negotiation: {ladder: [R 3%], min_move: 2.00, patience: 3, resume: 60d}\n"});
}

}  // namespace

std::vector<edit> all_edits() {
  std::vector<edit> out;
  of_settings(out);
  of_facts(out);
  of_conditions(out);
  of_selectors(out);
  of_effects(out);
  of_offers(out);
  of_stacking(out);
  of_limits(out);
  of_playbooks(out);
  of_negotiation(out);
  return out;
}

}  // namespace parley::test
