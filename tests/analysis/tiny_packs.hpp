// Packs small enough that every question can be asked of them, and the analysis of one.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analyse.hpp"
#include "check/check_pack.hpp"
#include "compile/compile_pack.hpp"
#include "support/random.hpp"
#include "syntax/load.hpp"

namespace parley::test {

/// Parts of one level, joined by `&&` or by `||`.
struct tiny_condition {
  std::vector<std::string> parts;
  bool any = false;

  [[nodiscard]] std::string text() const {
    std::string out;
    for (const std::string& p : parts) {
      if (!out.empty()) out += any ? " || " : " && ";
      out += p;
    }
    return out;
  }
};

/// One rule or limit: its sentence, and under which condition.
struct tiny_rule {
  std::string sentence;
  tiny_condition when;
};

struct tiny_offer {
  std::string give, classes;
  tiny_condition when;
  bool twice = false;  ///< may be named twice
};

struct tiny_pack {
  std::string stacking_default = "closed", basis = "running";
  std::vector<tiny_offer> offers;  ///< named A, B, C ...
  std::vector<tiny_rule> stacking, limits;
  std::vector<std::string> ladder;
  std::string playbook;

  static std::string name(std::size_t offer) { return {static_cast<char>('A' + offer)}; }

  [[nodiscard]] std::string text() const {
    std::string out =
        "pack: tiny\nversion: 1\ncurrency: USD\ndefaults: {stacking: " + stacking_default +
        ", basis: " + basis +
        ", intent: optional}\nfacts:\n"
        "  t: {type: string, one_of: [a, b, c]}\n  n: {type: int, min: 0, max: 3}\n"
        "  v: {type: bool}\nselectors:\n  tea: line.category == \"tea\"\n  mug: line.category == "
        "\"mug\"\nclasses: "
        "[x, y, z]\noffers:\n";
    for (std::size_t i = 0; i < offers.size(); ++i) {
      out += "  " + name(i) + ": {give: " + offers[i].give + ", class: [" + offers[i].classes +
             "]" + (offers[i].twice ? ", repeat: 2" : "") + condition(offers[i].when) + "}\n";
    }
    const auto rules = [&](const char* section, const char* key, const std::vector<tiny_rule>& l) {
      if (l.empty()) return;
      out += std::string(section) + ":\n";
      std::size_t i = 0;
      for (const tiny_rule& r : l) {
        out += "  - {" + std::string(key) + ": '" + r.sentence + "', id: " + key[0] +
               std::to_string(i++) + condition(r.when) + "}\n";
      }
    };
    rules("stacking", "rule", stacking);
    rules("limits", "limit", limits);
    out += playbook;
    if (!ladder.empty()) {
      out += "negotiation:\n  ladder: [";
      for (std::size_t i = 0; i < ladder.size(); ++i) out += (i == 0 ? "" : ", ") + ladder[i];
      out += "]\n";
    }
    return out;
  }

 private:
  static std::string condition(const tiny_condition& c) {
    return c.parts.empty() ? "" : ", when: '" + c.text() + "'";
  }
};

/// A part of a condition; never one that `joined` would take in as several.
inline std::string tiny_part(random& any, const std::string& joined, int depth = 0) {
  static const std::vector<std::string> compare{"<", "<=", "==", "!=", ">=", ">"};
  static const std::vector<std::string> letters{"\"a\"", "\"b\"", "\"c\""};
  switch (any.below(depth == 0 ? 9 : 6)) {
    case 0:
    case 1: return "n " + any.pick(compare) + " " + std::to_string(any.between(0, 3));
    case 2: return "t == " + any.pick(letters);
    case 3: return "t != " + any.pick(letters);
    case 4: return any.chance(50) ? "v" : "!v";
    case 5:
      return "cart.subtotal " + any.pick(compare) + " " + std::to_string(any.between(0, 2) * 50);
    case 6: return "t in [" + any.pick(letters) + ", " + any.pick(letters) + "]";
    case 7:
      return "(" + tiny_part(any, "", 1) + (joined == " || " ? " && " : " || ") +
             tiny_part(any, "", 1) + ")";
    default:
      return "(" + tiny_part(any, "", 1) + " ? " + tiny_part(any, "", 1) + " : " +
             tiny_part(any, "", 1) + ")";
  }
}

inline tiny_condition tiny_when(random& any, int percent) {
  tiny_condition made;
  if (!any.chance(percent)) return made;
  made.any = any.chance(30);
  const auto count = static_cast<std::size_t>(any.between(1, 3));
  for (std::size_t i = 0; i < count; ++i)
    made.parts.push_back(tiny_part(any, made.any ? " || " : " && "));
  return made;
}

inline tiny_pack tiny_pack_of(random& any) {
  static const std::vector<std::string> gives{"10% off order",
                                              "5.00 off order",
                                              "20% off tea",
                                              "1%..12% step 11% off order",
                                              "gift SKU-G",
                                              "free shipping",
                                              "3.00 off tea",
                                              "2.00 off each tea",
                                              "15% off order up to 4.00",
                                              "buy 2 get 1 free of tea",
                                              "shipping upgrade to express",
                                              "40.00 off order",
                                              "tea at 9.00 each",
                                              "2 tea for 15.00",
                                              "bundle tea + mug for 20.00",
                                              "50% off every 2nd tea",
                                              "100% off the cheapest tea",
                                              "5% from 2 off tea",
                                              "5.00 off per 20.00 of order",
                                              "50% off shipping",
                                              "shipping for 1.00",
                                              "gift SKU from cart",
                                              "10% off order up to 2.00 each",
                                              "10% off sku SKU",
                                              "20.00..40.00 step 20.00 off order",
                                              "concession points 1..2 step 1"};
  static const std::vector<std::string> classes{"x", "y", "x, y", "z"};
  static const std::vector<std::string> amounts{
      "<= 10% of subtotal", "<= 25% of subtotal", "<= 5.00",        "<= 40.00",
      "<= 60% of list",     "<= 1% of subtotal",  "<= 12% of total"};
  static const std::vector<std::string> others{
      "price per unit of tea >= 10.00",  "discount per line <= 10% of list",
      "discount of tea <= 3.00",         "discount of sku SKU <= 2.00",
      "concession of shipping <= 2.00",  "margin >= 20%",
      "margin per line >= 0%",           "rounds per conversation <= 3",
      "spend of class x per day <= 0.00"};
  tiny_pack made;
  made.stacking_default = any.chance(40) ? "open" : any.chance(20) ? "mutual" : "closed";
  if (any.chance(30)) made.basis = any.chance(50) ? "list" : "stage";
  const auto count = static_cast<std::size_t>(any.between(2, 4));
  for (std::size_t i = 0; i < count; ++i) {
    tiny_offer o{any.pick(gives), any.pick(classes), tiny_when(any, 70)};
    o.twice = any.chance(12);
    const bool priced = o.give.starts_with("gift SKU-G") || o.give.starts_with("concession") ||
                        o.give.starts_with("shipping upgrade");
    if (priced) o.give += ", cost: 2.00";
    made.offers.push_back(std::move(o));
  }
  const auto subject = [&] {
    const std::size_t which = any.below(count + 3);
    if (which < count) return tiny_pack::name(which);
    return std::string(which == count ? "class x" : which == count + 1 ? "class y" : "any");
  };
  const auto offer = [&] { return tiny_pack::name(any.below(count)); };
  for (std::int64_t i = any.between(1, 5); i > 0; --i) {
    tiny_rule r;
    switch (any.below(8)) {
      case 0:
      case 1:
      case 2: r.sentence = subject() + " with " + subject(); break;
      case 3: r.sentence = subject() + " excludes " + subject(); break;
      case 4: r.sentence = subject() + " alone"; break;
      case 5:
        r.sentence = "at most " + std::to_string(any.between(1, 2)) + " of " + subject();
        break;
      case 6: r.sentence = offer() + " requires " + subject(); break;
      default: r.sentence = offer() + " requires one of " + offer() + ", " + subject(); break;
    }
    r.when = tiny_when(any, 50);
    made.stacking.push_back(std::move(r));
  }
  for (std::int64_t i = any.between(0, 4); i > 0; --i) {
    tiny_rule l;
    const std::string target =
        any.chance(50) ? "" : " of " + (any.chance(50) ? offer() : "class x");
    switch (any.below(9)) {
      case 0:
      case 1:
      case 2: l.sentence = "discount" + target + " " + any.pick(amounts); break;
      case 3: l.sentence = "concession" + target + " " + any.pick(amounts); break;
      case 4: l.sentence = "offers" + target + " <= " + std::to_string(any.between(0, 3)); break;
      case 5: l.sentence = "price >= " + std::to_string(any.between(0, 3) * 15) + ".00"; break;
      case 6: l.sentence = any.pick(others); break;
      case 7:
        l.sentence = "uses" + target + " per day <= " + std::to_string(any.between(0, 2));
        break;
      default: l.sentence = "gifts <= " + std::to_string(any.between(0, 2)); break;
    }
    if (l.sentence.starts_with("discount") || l.sentence.starts_with("price")) {
      const int way = static_cast<int>(any.below(8));
      if (way == 0) l.sentence += " else clamp";
      if (way == 1) l.sentence += " else escalate to boss";
    }
    l.when = tiny_when(any, 40);
    made.limits.push_back(std::move(l));
  }
  if (any.chance(40)) {
    made.playbook = "playbooks:\n  p:\n    offers: [" + offer() + ", " + subject() +
                    "]\n    needs: [n]\n    limits: ['discount " + any.pick(amounts) + "']\n";
  }
  if (any.chance(50)) {
    for (std::int64_t i = any.between(1, 3); i > 0; --i) {
      std::string step;
      for (std::size_t o = 0; o < count; ++o) {
        if (!any.chance(40)) continue;
        step += (step.empty() ? "" : " + ") + tiny_pack::name(o);
        const std::string& give = made.offers[o].give;
        if (give.starts_with("1%..")) step += " 12%";
        if (give.starts_with("20.00..")) step += " 40.00";
        if (give.starts_with("concession")) step += " 2";
      }
      if (!step.empty()) made.ladder.push_back(step);
    }
  }
  return made;
}

/// A pack with what the analysis says of it.
struct analysed {
  explicit analysed(const std::string& text) {
    loaded = syntax::load_pack_text("tiny.yaml", text, found);
    if (!loaded.parsed) return;
    checked = check::check_pack(*loaded.parsed, found);
    if (!checked || found.has_errors()) return;
    compiled = compile::compile_pack(*checked, {}, loaded.sources);
    if (compiled) analysis::analyse(*checked, *compiled, loaded.sources, found, &claims);
  }

  [[nodiscard]] std::string told() const {
    std::string out;
    for (const diagnostic& d : found.items())
      out += d.code + " " + d.message + "; " + d.help + "\n";
    return out;
  }

  diagnostics found;
  syntax::loaded loaded;
  std::optional<check::checked_pack> checked;
  std::optional<pack> compiled;
  std::vector<analysis::claim> claims;
};

}  // namespace parley::test
