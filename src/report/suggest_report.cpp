#include "report/suggest_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "parley/engine/question_words.hpp"
#include "report/decision_text.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string_view sku_of(std::uint32_t item, const catalog* items) {
  if (item == no_index || items == nullptr) return {};
  return items->items.lines()[item].sku;
}

}  // namespace

ordered_json to_json(std::span<const suggestion> found, const catalog* items,
                     const answer_context& about) {
  ordered_json list = ordered_json::array();
  for (const suggestion& made : found) {
    ordered_json unlocks = ordered_json::array();
    for (const suggestion::unlocked_offer& won : made.unlocked) {
      ordered_json entry{{"offer", offer_name(about.rules, won.offer)}};
      if (!tells_headroom(won.proposal, about.who)) {
        entry["offers"] = offers_json(won.proposal, about.rules);
        entry["saving"] = won.saving;
        entry["total"] = won.total;
      }
      unlocks.push_back(std::move(entry));
    }
    const std::string_view sku = sku_of(made.item, items);
    const std::string_view second = sku_of(made.second, items);
    ordered_json entry;
    entry["item"] = sku.empty() ? ordered_json(nullptr) : ordered_json(sku);
    if (!sku.empty()) entry["quantity"] = made.quantity;
    if (!second.empty()) entry["with"] = {{"item", second}, {"quantity", made.second_quantity}};
    entry["spend"] = made.spend;
    entry["unlocks"] = std::move(unlocks);
    if (about.who == audience::customer) {
      entry["message"] = customer_words(about.rules, made, items, about.language);
    }
    list.push_back(std::move(entry));
  }
  return {{"pack", pack_json(about.rules)}, {"suggestions", std::move(list)}};
}

std::string to_text(std::span<const suggestion> found, const catalog* items,
                    const answer_context& about) {
  if (found.empty()) return "nothing would unlock more\n";
  const pack& rules = about.rules;
  std::string out;
  for (const suggestion& made : found) {
    const std::string_view sku = sku_of(made.item, items);
    const std::string_view second = sku_of(made.second, items);
    if (sku.empty()) {
      out += fmt::format("spend {} more\n", money_text(rules, made.spend));
    } else {
      const std::string more =
          second.empty() ? "" : fmt::format(" and {} {}", made.second_quantity, printable(second));
      out += fmt::format("add {} {}{} for {}\n", made.quantity, printable(sku), more,
                         money_text(rules, made.spend));
    }
    for (const suggestion::unlocked_offer& won : made.unlocked) {
      out += fmt::format("  unlocks {}", offer_name(rules, won.offer));
      if (!tells_headroom(won.proposal, about.who)) {
        out += fmt::format(": {} saves {}, total {}", offers_text(won.proposal, rules),
                           amount_text(rules, won.saving), money_text(rules, won.total));
      }
      out += '\n';
    }
    if (about.who == audience::customer) {
      out += fmt::format("  {}\n", printable(customer_words(rules, made, items, about.language)));
    }
  }
  return out;
}

}  // namespace parley::report
