// Packs that differ in one place, for every kind of place there is.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "parley/compiler/compile.hpp"

namespace parley::test {

/// One edit of the shop below. Of `head` the whole text is replaced; in a section with names the
/// entry of that name is replaced (or added), a list gets the entry. Empty: not there.
struct edit {
  std::string section;
  std::string before;
  std::string after;
};

namespace edits_detail {

inline constexpr const char* head = "currency: USD\ndefaults: {stacking: open, intent: optional}\n";

inline const std::vector<std::pair<std::string, std::vector<std::string>>>& sections() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> made = {
      {"facts",
       {"tier: {type: string, one_of: [bronze, silver, gold]}",
        "orders: {type: int, min: 0}",
        "visits: {type: uint}",
        "paid: {type: money}",
        "score: {type: decimal, min: -1, max: 1}",
        "share: {type: percent}",
        "since: {type: timestamp}",
        "age: {type: duration}",
        "vip: {type: bool, default: false}",
        "tags: {type: list, of: string}",
        "sizes: {type: list, of: int}",
        "stock: {type: map, of: int}",
        "note: {type: string, optional: true}",
        "eta: {type: int, min: 0, max_age: 15m}",
        "rival: {type: money, max_age: 1h}",
        "line.grade: {type: int}",
        "line.map: {type: money}",
        "line.fresh: {type: bool, default: false}",
        "line.made: {type: timestamp}",
        "line.weight: {type: decimal}"}},
      {"selectors", {"tea: line.category == \"tea\"", "mug: line.category == \"mug\""}},
      {"offers",
       {"A: {give: 10% off order, class: order}", "B: {give: 2.00 off tea, class: item}",
        "R: {give: 1%..20% step 1% off order, class: [order, negotiated]}",
        "G: {give: gift SKU-TOTE, class: gift, cost: 4.00, worth: 9.00}",
        "F: {give: free shipping, class: shipping}"}},
      {"stacking", {}},
      {"limits", {}},
  };
  return made;
}

inline bool is_list(std::string_view section) {
  return section == "stacking" || section == "limits";
}

}  // namespace edits_detail

/// The shop with one entry of a section as `entry` says.
[[nodiscard]] inline std::string shop_with(const std::string& section, const std::string& entry) {
  using namespace edits_detail;
  std::string text = "pack: shop\nversion: 1\n";
  text += section == "head" ? entry : std::string(head);
  for (const auto& [name, entries] : sections()) {
    const bool here = name == section;
    const std::string key = entry.substr(0, entry.find(':'));
    std::string inside;
    const bool list = is_list(name);
    const auto add = [&](const std::string& one) { inside += (list ? "  - " : "  ") + one + "\n"; };
    bool placed = !here || entry.empty();
    for (const std::string& one : entries) {
      const bool same = !placed && !list && one.substr(0, one.find(':')) == key;
      add(same ? entry : one);
      placed = placed || same;
    }
    if (!placed) add(entry);
    if (!inside.empty()) text += name + ":\n" + inside;
  }
  if (section == "rest") text += entry;
  return text;
}

[[nodiscard]] inline pack compiled(const std::string& text) {
  compilation made = compile_text("shop.yaml", text);
  if (!made.compiled) {
    std::string all = "the pack doesn't compile:\n" + text;
    for (const diagnostic& d : made.found.items()) all += "\n" + d.code + " " + d.message;
    throw std::runtime_error(all);
  }
  return *std::move(made.compiled);
}

/// Every kind of edit; what becomes of each stands in golden/edits.txt.
[[nodiscard]] std::vector<edit> all_edits();

}  // namespace parley::test
