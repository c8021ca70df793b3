#include "oracle/generator.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "parley/money/currency.hpp"

namespace parley::oracle {
namespace {

using words = std::vector<std::string>;

// Joins texts whose parts draw numbers: the operands of `<<` are evaluated from left to right,
// those of `+` as the compiler likes, and a seed has to make the same pack everywhere.
std::string operator<<(std::string left, std::string_view right) {
  return std::move(left.append(right));
}

std::string quoted(const std::string& text) {
  return "'" << text << "'";
}

class generator {
 public:
  generator(test::random numbers, bool clamps) : random_(numbers), clamps_(clamps) {}

  generated run() {
    settings();
    offers();
    stacking();
    limits();
    playbooks();
    facts();
    proposal();
    return std::move(made_);
  }

 private:
  std::string pick(const words& from) { return random_.pick(from); }
  std::string money(std::int64_t least, std::int64_t most) {
    const std::int64_t amount = random_.between(least, most);
    return money_text(amount * (random_.chance(50) ? 50 : 1), 2);
  }
  std::string percent(std::int64_t least, std::int64_t most) {
    return std::to_string(random_.between(least, most)) << (random_.chance(15) ? ".5%" : "%");
  }

  void settings() {
    pack_text& p = made_.pack;
    p.head = "pack: oracle\nversion: 1\ncurrency: USD\n";
    p.head +=
        "rounding: {mode: " << pick({"half_up", "half_even", "half_down", "down", "up", "floor",
                                     "ceiling", "05up"})
                            << ", remainder: "
                            << pick({"largest", "spread", "first", "last", "carry"}) << ", at: "
                            << pick({"order", "order", "line", "unit", "{item: unit, order: line}",
                                     "{item: line, shipping: unit}"})
                            << ", lines: " << pick({"as_given", "sorted"}) << "}\n";
    open_ = random_.chance(60);
    intent_optional_ = random_.chance(80);
    p.head += "defaults: {basis: "
              << pick({"running", "running", "list", "stage"})
              << ", ties: " << pick({"pack", "percent", "amount", "greatest"})
              << ", stacking: " << (open_ ? "open" : pick({"closed", "closed", "mutual"}))
              << ", intent: " << (intent_optional_ ? "optional" : "required") << "}\n";
    p.facts = {"flag.on: {type: bool}",
               "count.n: {type: int, min: -5, max: 9}",
               "tier.name: {type: string, one_of: [bronze, silver, gold]}",
               "worth.m: {type: money}",
               "ratio.d: {type: decimal}",
               "stock.dated: {type: int, max_age: 15m}",
               "gone.x: {type: int, optional: true}",
               "basic.y: {type: int, default: 3}",
               "line.mark: {type: bool, default: false}",
               "line.map: {type: money}"};
    p.selectors = {"tea: 'line.category == \"tea\"'", "dear: 'line.price >= 10.00'",
                   "marked: line.mark", "bulk: 'line.qty >= 2 && line.category != \"mug\"'"};
  }

  std::string atom() {
    const std::string n = std::to_string(random_.between(0, 5));
    const std::string op = pick({"<", "<=", ">", ">=", "==", "!="});
    switch (random_.below(16)) {
      case 0: return "flag.on";
      case 1: return "count.n " << op << " " << n;
      case 2:
        return "tier.name " << pick({"==", "!="}) << " \"" << pick({"gold", "silver"}) << "\"";
      case 3: return "tier.name in [\"gold\", \"bronze\"]";
      case 4: return "worth.m " << op << " " << money(0, 30);
      case 5: return "ratio.d " << op << " 0." << n;
      case 6: return "stock.dated " << op << " " << n;
      case 7: return "cart.subtotal " << op << " " << money(0, 90);
      case 8: return "cart.quantity " << op << " " << n;
      case 9:
        return pick({"tea", "dear", "marked", "bulk"}) << ".subtotal " << op << " " << money(0, 60);
      case 10: return pick({"tea", "dear", "marked", "bulk"}) << ".quantity " << op << " " << n;
      case 11: return "has(gone.x) && gone.x " << op << " " << n;
      case 12: return "count.n + basic.y * 2 " << op << " " << n;
      case 13: return "tier.name.startsWith(\"" << pick({"g", "s", "x"}) << "\")";
      case 14: return "cart.subtotal - worth.m " << op << " 10.00USD";
      default: return "(flag.on ? count.n : 4) " << op << " " << n;
    }
  }

  std::string condition(int depth = 2) {
    if (depth == 0 || random_.chance(40)) return atom();
    const std::string left = "(" << condition(depth - 1) << ")";
    switch (random_.below(4)) {
      case 0: return "!" << left;
      case 1:
        return left << " ? (" << condition(depth - 1) << ") : (" << condition(depth - 1) << ")";
      case 2: return left << " && (" << condition(depth - 1) << ")";
      default: return left << " || (" << condition(depth - 1) << ")";
    }
  }

  std::string lines() { return pick({"order", "order", "tea", "dear", "marked", "bulk"}); }

  std::string lines_but_order() { return pick({"tea", "dear", "bulk"}); }

  std::string effect(offer_form& form) {
    const auto range = [&](std::int64_t from, std::int64_t to, std::int64_t step) {
      form.ranged = true;
      form.from = from;
      form.to = to;
      form.step = step;
    };
    const std::string cap = random_.chance(20) ? " up to " << money(1, 6) : "";
    switch (random_.below(54)) {
      case 0:
      case 1:
      case 2: return percent(1, 60) << " off " << lines() << cap;
      case 3:
      case 4: return money(1, 20) << " off " << lines();
      case 5:
      case 6:
        range(1'000'000, 12'000'000, 1'000'000);
        return "1%..12% step 1% off " << lines() << cap;
      case 7: range(100, 500, 50); return "1.00..5.00 step 0.50 off " << lines();
      case 8: return money(1, 4) << " off each " << pick({"tea", "dear", "bulk"}) << cap;
      case 9: return pick({"tea", "dear", "bulk"}) << " at " << money(1, 20) << " each";
      case 10: return "buy 2 get 1 free of " << pick({"tea", "dear", "bulk"});
      case 11:
        return "buy 1 get 1 " << percent(20, 90) << " off of " << pick({"tea", "bulk"})
                              << pick({"", " cheapest", " dearest"}) << pick({"", " per group"})
                              << pick({"", " at most 1 times"});
      case 12: return "50% off the 2nd " << pick({"tea", "dear", "bulk"});
      case 13: return "free shipping" << pick({"", " by slow", " by slow or fast"});
      case 14: return percent(10, 90) << " off shipping" << cap;
      case 15: return money(1, 5) << " off shipping";
      case 16: return "shipping for " << money(1, 5);
      case 17:
      case 18: cost_ = true; return "gift SKU-" << form.name;
      case 19: cost_ = true; return "concession returns-" << form.name;
      case 20: return money(1, 4) << " off per " << money(10, 40) << " of " << lines();
      case 21: return "2 " << pick({"tea", "dear", "bulk"}) << " for " << money(2, 60);
      case 22:
        return percent(5, 99) << " off the " << pick({"", "2 ", "3 "})
                              << pick({"cheapest ", "dearest "}) << "of "
                              << pick({"tea", "dear", "bulk"});
      case 23:
        return "match " << pick({"worth.m", "line.map", "(line.price * 0.875)"}) << " on "
                        << pick({"tea", "bulk"});
      case 24: return "1.00 from 10.00, 2.50 from 30.00 off " << lines() << " by spend";
      case 25:
        return "bundle " << pick({"", "2 "}) << pick({"tea", "dear", "marked"}) << " + "
                         << pick({"bulk", "sku SKU0", "tea", "order"}) << " for " << money(1, 50)
                         << pick({"", " at most 1 times"});
      case 26:
        return "bundle tea + " << pick({"", "3 "}) << pick({"dear", "bulk"}) << " + "
                               << pick({"order", "sku SKU1"}) << " for " << money(1, 60) << cap;
      case 27:
        return percent(1, 9) << " from 2, " << percent(10, 30) << " from 3 off order by lines";
      case 28: return "buy 1 get 2 " << percent(5, 90) << " off of order" << cap;
      case 29: return percent(5, 90) << " off every 3rd " << pick({"tea", "bulk"});
      case 30:
        return "3 " << pick({"tea", "bulk"}) << " for " << money(2, 60)
                    << pick({"", " at most 1 times"});
      case 31:
        cost_ = true;
        range(1, 5, 1);
        return "concession points-" << form.name << " 1..5 step 1";
      case 32: return "5% from 2, 10.5% from 4 off " << lines() << pick({" by quantity", ""});
      case 33:
      case 34:
        return percent(2, 20) << " from " << pick({"1", "2", "3"}) << ", " << percent(21, 60)
                              << " from " << pick({"4", "6"}) << " off " << lines() << " by step"
                              << cap;
      case 35:
        return money(1, 2) << " each from 2, " << money(3, 5) << " each from 5 off "
                           << pick({"tea", "bulk", "order"}) << pick({"", " by step"});
      case 36:
        return pick({"tea", "bulk"}) << " at " << money(8, 12) << " each from " << pick({"1", "2"})
                                     << ", " << money(1, 7) << " from 4" << pick({"", " by step"});
      case 37:
        return percent(2, 20) << " from 5.00, " << percent(5, 40) << " from 25.50 off " << lines()
                              << " by spend step" << cap;
      case 38:
      case 39:
        return "buy " << pick({"1 ", "2 "}) << pick({"tea ", "dear ", "bulk "}) << "get "
                      << pick({"1 ", "2 "}) << pick({"bulk ", "marked ", "tea "})
                      << pick({"free", "50% off", percent(5, 95) << " off"})
                      << pick({"", " dearest"}) << pick({"", " at most 1 times"});
      case 40:
        return percent(5, 60) << " off " << lines() << ", at most " << money(1, 3) << " each";
      case 41:
        return "buy 1 get 1 " << percent(20, 90) << " off of " << pick({"tea", "bulk"})
                              << ", at most " << money(1, 3) << " each";
      case 42: return "gift SKU" << pick({"0", "1", "3"}) << " from cart";
      case 44:
        return money(1, 9) << " off " << pick({"the 2nd ", "every 3rd "}) << lines_but_order();
      case 45:
        return money(1, 9) << " off the " << pick({"", "2 "}) << pick({"cheapest ", "dearest "})
                           << lines_but_order() << cap;
      case 46:
        return "buy 2 get 1 " << money(1, 9) << " off of " << lines_but_order()
                              << pick({"", " dearest", " per group"});
      case 47:
        range(2'000'000, 10'000'000, 2'000'000);
        return "2%..10% step 2% from " << pick({"2", "4"}) << " off " << lines()
                                       << pick({"", " by step"});
      case 48:
        range(100, 300, 100);
        return "1.00..3.00 step 1.00 each from 2 off " << lines_but_order()
                                                       << pick({"", " by step"});
      case 49:
        range(2'000'000, 10'000'000, 2'000'000);
        return "match worth.m on " << pick({"tea", "bulk"}) << ", less 2%..10% step 2%"
                                   << pick({"", ", at least 3.00"});
      case 50:
        range(50, 250, 50);
        return "match line.map on " << lines() << ", less 0.50..2.50 step 0.50";
      case 51: return "match worth.m on " << lines() << ", less " << pick({"3%", "0.35"});
      case 52:
        range(6'000'000, 12'000'000, 2'000'000);
        return pick({"5% from 1, 6%..12% step 2% from 3 off ",
                     "6%..12% step 2% from 2, 15% from 4 off "})
               << lines() << pick({"", " by step"});
      case 53:
        range(100, 300, 50);
        form.is_price = true;
        return lines_but_order() << " at 9.00 each from 1, 1.00..3.00 step 0.50 from 2, 0.80 from 5"
                                 << pick({"", " by step"});
      case 43:
        cost_ = counted_ = true;
        range(1, 5, 1);
        return "concession stamps-" << form.name << " 1..5 step 1";
      default:
        return "match worth.m on " << pick({"tea", "bulk"}) << ", at least " << money(1, 9)
                                   << pick({"", "  "});
    }
  }

  void offers() {
    const std::int64_t count = random_.between(2, 6);
    std::set<std::string> used;
    for (std::int64_t i = 0; i < count; ++i) {
      offer_form form{"O" << std::to_string(i), false, 0, 0, 1};
      cost_ = counted_ = false;
      const std::string give = effect(form);
      std::string text = form.name << ": {give: " << quoted(give);
      words classes;
      for (const std::string c : {"c1", "c2", "c3"}) {
        if (random_.chance(35)) classes.push_back(c), used.insert(c);
      }
      const std::string lane = pick({"", "la", "lb"});
      if (!lane.empty()) classes.push_back(lane), used.insert(lane);
      if (!classes.empty()) {
        text += ", class: [";
        for (const std::string& c : classes) text += c << ", ";
        text += "]";
      }
      const bool late = give.find("shipping") != std::string::npos || give.ends_with("off order");
      if (random_.chance(30)) {
        const std::string left = "so_far." << pick({"subtotal", "discount", "shipping", "total"})
                                           << " >= " << money(0, 50);
        text += ", when: " << quoted(late && random_.chance(25) ? left : condition());
      }
      if (cost_) text += ", cost: " << money(0, 8);
      if (counted_) text += pick({" each", " per 3", " in all"});
      if (random_.chance(15)) text += ", basis: " << pick({"list", "running", "stage"});
      if (random_.chance(10)) text += ", repeat: 2", repeats_ = true;
      if (random_.chance(20)) text += ", consume: shared";
      if (random_.chance(20)) text += ", favour: merchant";
      text += ", rank: " << std::to_string((i * 5 + random_.between(0, 1)) % 7 * 10 + i) << "}";
      made_.pack.offers.push_back(text);
      made_.offers.push_back(form);
    }
    for (const std::string c : {"c1", "c2", "c3", "la", "lb"}) {
      if (!used.contains(c)) made_.pack.classes.push_back(c);
    }
  }

  std::string offer() { return made_.offers[random_.below(made_.offers.size())].name; }
  std::string other_than(const std::string& one) {
    std::string other = offer();
    while (other == one) other = offer();
    return other;
  }
  std::string subject() {
    return random_.chance(50) ? offer() : "class " << pick({"c1", "c2", "c3"});
  }

  void rule(std::vector<std::string>& into, const std::string& kind, const std::string& sentence,
            const std::string& more = "") {
    const std::string id = (kind == "rule" ? "s" : "l") << std::to_string(next_id_++);
    std::string text = "{" << kind << ": " << quoted(sentence) << ", id: " << id;
    if (random_.chance(30)) text += ", when: " << quoted(condition(1));
    into.push_back(text << more << "}");
  }

  void stacking() {
    std::vector<std::string>& into = made_.pack.stacking;
    const std::int64_t count = random_.between(0, 5) + (open_ ? 0 : 2);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::string a = offer();
      const std::string b = other_than(a);
      switch (random_.below(open_ ? 10 : 14)) {
        case 0:
          rule(into, "rule",
               (random_.chance(50) ? a : "class " << pick({"c1", "c2", "c3"}))
                   << " excludes " << subject_but(a));
          break;
        case 1: {
          const std::string id = "s" << std::to_string(next_id_);
          rule(into, "rule", a << " excludes " << b);
          if (random_.chance(50))
            rule(into, "rule", b << " with " << a, ", overrides: [" << id << "]");
          break;
        }
        case 2: rule(into, "rule", subject() << " alone"); break;
        case 3:
          rule(into, "rule",
               "at most " << pick({"1", "2"}) << " of " << pick({"any", "class c1", "class c2"}));
          break;
        case 4: rule(into, "rule", a << " requires " << b); break;
        case 5: {
          const std::string c = subject();
          rule(into, "rule", a << " requires one of " << b << (c == a || c == b ? "" : ", " << c));
          break;
        }
        case 6: rule(into, "rule", "class c1 excludes class c2"); break;
        case 7: rule(into, "rule", "class c3 requires " << a); break;
        case 8: {
          const std::string id = "s" << std::to_string(next_id_);
          rule(into, "rule", "lanes of class la, class lb");
          if (in_lane(a, "la") && in_lane(b, "la") && random_.chance(60))
            rule(into, "rule", a << " with " << b, ", overrides: [" << id << "-la]");
          break;
        }
        case 9: {
          if (repeats_) break;  // a cap that counts instances can't be overridden by pairs
          const std::string id = "s" << std::to_string(next_id_);
          rule(into, "rule", "at most 1 of any");
          if (random_.chance(80))
            rule(into, "rule", a << " with " << b, ", overrides: [" << id << "]");
          break;
        }
        case 10:
        case 11: rule(into, "rule", "class " << pick({"c1", "c2", "c3"}) << " with any"); break;
        case 12: rule(into, "rule", a << " with any"); break;
        default: rule(into, "rule", a << " with " << b); break;
      }
    }
  }

  bool in_lane(const std::string& offer, const std::string& lane) const {
    return std::any_of(made_.pack.offers.begin(), made_.pack.offers.end(), [&](const auto& text) {
      return text.starts_with(offer << ":") && text.find(lane << ", ]") != std::string::npos;
    });
  }

  std::string subject_but(const std::string& not_this) {
    return random_.chance(50) ? other_than(not_this) : "class " << pick({"c1", "c2", "c3"});
  }

  void limit(std::vector<std::string>& into) {
    const std::string of = pick({"", "", " of class c1", " of " << offer()});
    const std::string of_lines = pick({"", " of tea", " of dear", " of marked"});
    std::string text;
    switch (random_.below(16)) {
      case 0:
      case 1:
        text = "discount" << of << " <= " << percent(2, 40) << " of "
                          << pick({"subtotal", "total"});
        break;
      case 2: text = "discount" << of_lines << " <= " << percent(2, 40) << " of list"; break;
      case 3: text = "discount" << of << " <= " << money(1, 20); break;
      case 4:
        text = "concession" << of << " <= " << percent(2, 50) << " of "
                            << pick({"subtotal", "total"});
        break;
      case 5: text = "concession" << of << " <= " << money(1, 20); break;
      case 6:
      case 7: text = "margin >= " << percent(5, 60); break;
      case 8: text = "margin" << of_lines << " >= " << money(1, 20); break;
      case 9: text = "price per unit of tea >= line.map"; break;
      case 10:
        text = "price per " << pick({"unit", "line"}) << of_lines << " >= " << percent(40, 95)
                            << " of list";
        break;
      case 11: text = "offers" << pick({"", " of class c1"}) << " <= " << pick({"1", "2"}); break;
      case 12: text = "gifts <= " << pick({"0", "1"}); break;
      case 13: text = "uses of " << subject() << " per customer <= " << pick({"1", "2"}); break;
      case 14: text = "spend of " << subject() << " per day <= " << money(5, 40); break;
      default:
        text = "discount" << of
                          << " <= " << pick({"worth.m", "worth.m * 2", "cart.subtotal - worth.m"});
        break;
    }
    rule(into, "limit", text, random_.chance(45) ? ", else: escalate to boss" : "");
    note_counter(text);
  }

  void clamp(std::vector<std::string>& into) {
    const std::string lines = pick({"", " of tea", " of dear", " of marked"});
    std::string text;
    std::string otherwise = "clamp";
    switch (random_.below(8)) {
      case 0: text = "price per unit" << lines << " >= " << money(1, 20); break;
      case 1: text = "price per line" << lines << " >= " << percent(50, 99) << " of list"; break;
      case 2: text = "price per unit of tea >= line.map"; break;
      case 3: text = "discount" << lines << " <= " << money(1, 12); break;
      case 4:
        text = "concession" << pick({"", " of class c1"}) << " <= " << percent(2, 30) << " of "
                            << pick({"subtotal", "total"});
        break;
      case 5: text = "discount of class c1 <= " << percent(1, 20) << " of subtotal"; break;
      case 6: text = "spend of class c2 per day <= " << money(5, 30); break;
      default: text = "discount of class c1 <= " << money(1, 9); break;
    }
    if (text.starts_with("price") && random_.chance(60)) otherwise = "redistribute";
    rule(into, "limit", text, ", else: " << otherwise);
    note_counter(text);
  }

  void note_counter(const std::string& text) {
    const bool spend = text.starts_with("spend");
    if (!spend && !text.starts_with("uses")) return;
    const std::string key = text.substr(0, text.find(" <="));
    made_.facts.counter_is_money[key] = spend;
    if (random_.chance(85)) {
      made_.facts.counters[key] = spend ? random_.between(0, 20) * 100 : random_.between(0, 2);
    }
  }

  void limits() {
    for (std::int64_t i = random_.between(0, 4); i > 0; --i) limit(made_.pack.limits);
    for (std::int64_t i = clamps_ ? random_.between(1, 3) : 0; i > 0; --i) clamp(made_.pack.limits);
  }

  void playbooks() {
    if (!random_.chance(25)) return;
    std::string text = "pm: {offers: [" << subject() << ", class c1], needs: ["
                                        << pick({"flag.on", "count.n"}) << "]";
    std::vector<std::string> own;
    limit(own);
    made_.pack.playbooks.push_back(text << ", limits: [" << own[0] << "]}");
  }

  void set(const std::string& name, naive_value value, const std::string& text) {
    naive_fact fact{naive_fact::state::known, std::move(value), text};
    const bool can_be_absent = name == "gone.x" || name == "basic.y";
    if (random_.chance(12)) fact.what = naive_fact::state::missing;
    if (random_.chance(can_be_absent ? 40 : 2))
      fact.what = naive_fact::state::absent, fact.text = "absent";
    if (name == "stock.dated" && fact.what == naive_fact::state::known && random_.chance(20)) {
      fact.what = naive_fact::state::stale;
    }
    made_.facts.facts[name] = fact;
  }

  void facts() {
    const bool on = random_.chance(50);
    set("flag.on", naive_value::of(on), on ? "true" : "false");
    for (const std::string name : {"count.n", "stock.dated", "gone.x", "basic.y"}) {
      const std::int64_t n = random_.between(0, 5);
      set(name, naive_value::of(fraction(n)), std::to_string(n));
    }
    const std::string tier = pick({"bronze", "silver", "gold"});
    set("tier.name", naive_value::of(tier), tier);
    const std::int64_t worth = random_.between(0, 40) * 50;
    set("worth.m", naive_value::money(fraction(worth, 100)), money_text(worth, 2));
    const std::int64_t tenths = random_.between(-3, 9);
    set("ratio.d", naive_value::of(fraction(tenths, 10)), money_text(tenths, 1));
    const std::int64_t lines = random_.between(1, 4);
    for (std::int64_t i = 0; i < lines; ++i) line(i);
    for (const std::string method : {"slow", "fast"}) {
      if (!random_.chance(60)) continue;
      naive_shipping entry{method, random_.between(0, 900), {}};
      if (random_.chance(90)) entry.cost = random_.between(0, 600);
      made_.facts.shipping.push_back(entry);
    }
  }

  void line(std::int64_t i) {
    naive_line made;
    made.id = "l" << std::to_string(i);
    made.sku = "SKU" << std::to_string(i);
    made.quantity = random_.between(1, 5);
    made.price = random_.chance(40) ? random_.between(1, 40) * 50 : random_.between(0, 2500);
    if (random_.chance(90)) made.cost = random_.between(0, made.price);
    const auto put = [&](const std::string& name, naive_value v, const std::string& text,
                         int missing, int absent) {
      naive_fact fact{naive_fact::state::known, std::move(v), text};
      if (random_.chance(absent)) fact.what = naive_fact::state::absent, fact.text = "absent";
      if (random_.chance(missing)) fact.what = naive_fact::state::missing;
      made.attributes[name] = fact;
    };
    const std::string category = pick({"tea", "tea", "mug"});
    put("category", naive_value::of(category), category, 3, 0);
    const bool mark = random_.chance(50);
    put("mark", naive_value::of(mark), mark ? "true" : "false", 5, 20);
    const std::int64_t map = random_.between(0, made.price);
    put("map", naive_value::money(fraction(map, 100)), money_text(map, 2), 10, 3);
    made_.facts.lines.push_back(made);
  }

  void proposal() {
    const std::int64_t count = random_.between(1, 4);
    for (std::int64_t i = 0; i < count; ++i) {
      const offer_form& form = random_.pick(made_.offers);
      naive_asked asked{form.name, false, 0};
      const auto same = [&](const naive_asked& a) { return a.name == form.name; };
      const auto& all = made_.proposal.offers;
      if (std::any_of(all.begin(), all.end(), same) && !random_.chance(15)) continue;
      if (form.ranged ? !random_.chance(3) : random_.chance(2)) {
        asked.has_parameter = true;
        const std::int64_t steps = (form.to - form.from) / form.step;
        asked.parameter = form.from + random_.between(0, steps) * form.step;
        if (random_.chance(4))
          asked.parameter += random_.pick(std::vector<std::int64_t>{1, -form.step, form.to});
      }
      if (random_.chance(2)) asked.name = "NOPE";
      made_.proposal.offers.push_back(asked);
    }
    if (random_.chance(made_.pack.playbooks.empty() ? 3 : 60))
      made_.proposal.intent = random_.chance(90) ? "pm" : "xx";
  }

  test::random random_;
  generated made_;
  bool open_ = false;
  bool intent_optional_ = false;
  bool cost_ = false;
  bool counted_ = false;  ///< the cost may be of so many pieces
  int next_id_ = 0;
  bool clamps_ = false;
  bool repeats_ = false;
};

}  // namespace

void add_approvals(generated& to, std::uint64_t seed) {
  test::random random(seed ^ 0xA55A);
  for (const std::string& row : to.pack.limits) {
    if (row.find("escalate to boss") == std::string::npos || !random.chance(75)) continue;
    const std::size_t quote = row.find('\'') + 1;
    const std::string text = row.substr(quote, row.find('\'', quote) - quote);
    const std::size_t id = row.find("id: ") + 4;
    naive_approval made;
    made.limit = row.substr(id, row.find_first_of(",}", id) - id);
    const auto starts = [&](const char* word) { return text.starts_with(word); };
    const bool percent = text.find('%') != std::string::npos;
    if (starts("offers") || starts("gifts") || starts("uses")) {
      const std::int64_t pieces = random.between(1, 4);
      made.up_to = fraction(pieces);
      made.text = std::to_string(pieces);
    } else if (percent && (starts("margin") || random.chance(60))) {
      if (!starts("margin") && text.find("% of") == std::string::npos) continue;
      const std::int64_t share = random.between(1, 60);
      made.share = true;
      made.up_to = fraction(share, 100);
      made.text = std::to_string(share) << "%";
    } else {
      const std::int64_t minor = random.between(0, 4000);
      made.up_to = fraction(minor);
      made.text = money_text(minor, 2);
    }
    if (random.chance(8)) made.role = "agent";
    made.other_pack = random.chance(8);
    made.other_cart = random.chance(8);
    made.other_customer = random.chance(8);
    made.expired = random.chance(8);
    to.facts.approvals.push_back(made);
  }
}

generated generate(std::uint64_t seed, bool clamps) {
  return generator(test::random(seed), clamps).run();
}
generated generate_from(std::string_view bytes) {
  return generator(test::random(bytes), false).run();
}

}  // namespace parley::oracle
