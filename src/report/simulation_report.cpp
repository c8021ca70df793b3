#include "report/simulation_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string rounds_text(const mean_of& rounds) {
  const std::int64_t hundredths = rounds.value(100);
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

ordered_json measures_json(const negotiation_measures& m) {
  return {{"negotiations", m.played},
          {"agreed", m.agreed},
          {"agreement_rate", percent_of(m.agreed, m.played)},
          {"possible", m.possible},
          {"agreed_where_possible", percent_of(m.agreed_possible, m.possible)},
          {"merchant_surplus", m.merchant.value()},
          {"customer_surplus", m.customer.value()},
          {"frontier_distance", m.off_frontier.value()},
          {"nash_distance", m.off_nash.value()},
          {"rounds", {{"mean", rounds_text(m.rounds)}, {"most", m.rounds_most}}},
          {"violations", m.violations},
          {"violating_negotiations", m.violating},
          {"retractions", m.retractions}};
}

ordered_json leak_json(const leak_measures& leak) {
  ordered_json left = ordered_json::array();
  for (const std::int64_t bits : leak.left) left.push_back(bits_text(bits));
  ordered_json guessed = ordered_json::array();
  for (const std::uint32_t floors : leak.guessed)
    guessed.push_back(percent_of(floors, leak.floors));
  return {{"floors", leak.floors},
          {"prior_bits", bits_text(leak.prior)},
          {"told_bits", bits_text(told_after(leak, leak.left.size()))},
          {"told_after_2_replies", bits_text(told_after(leak, 2))},
          {"left_bits", std::move(left)},
          {"guessed_within_5_percent", std::move(guessed)},
          {"alike_until_it_binds", leak.same_until_bound}};
}

ordered_json extraction_json(const extraction_measures& e, std::int64_t list) {
  if (!e.any) return nullptr;
  return {{"exact", e.exact},     {"total", e.total},           {"net", e.net},
          {"gain", list - e.net}, {"concession", e.concession}, {"rounds", e.rounds}};
}

/// Columns wide enough for what is in them; the first is flush left.
std::string table_text(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == 0) {
        out += fmt::format("  {:<{}}", row[i], widths[i]);
      } else {
        out += fmt::format("  {:>{}}", row[i], widths[i]);
      }
    }
    out += '\n';
  }
  return out;
}

std::vector<std::string> row_of(const std::string& name, const negotiation_measures& m,
                                const pack& rules) {
  const auto amount = [&](const mean_of& mean) { return amount_text(rules, mean.value()); };
  return {name,
          percent_of(m.agreed, m.played),
          percent_of(m.agreed_possible, m.possible),
          amount(m.merchant),
          amount(m.customer),
          amount(m.off_frontier),
          amount(m.off_nash),
          rounds_text(m.rounds),
          std::to_string(m.rounds_most),
          std::to_string(m.violations)};
}

const std::vector<std::string> table_head = {"",         "agreed",    "of possible", "merchant",
                                             "customer", "off front", "off Nash",    "rounds",
                                             "most",     "violations"};

}  // namespace

std::string percent_of(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  const std::uint64_t tenths = (part * 2000 + whole) / (whole * 2);
  return fmt::format("{}.{}%", tenths / 10, tenths % 10);
}

std::string bits_text(std::int64_t millibits) {
  const std::int64_t hundredths = (millibits + 5) / 10;
  return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

std::int64_t told_after(const leak_measures& leak, std::size_t replies) noexcept {
  if (leak.left.empty() || replies == 0) return 0;
  return leak.prior - leak.left[std::min(replies, leak.left.size()) - 1];
}

seller_faults faults_of(const seller_results& seller, const seller_results& ours,
                        const pack& rules) {
  seller_faults out;
  const std::size_t all = seller.leak.left.size();
  if (seller.all.violations != 0) {
    out.breaks_limits = true;
    out.sentences.push_back(fmt::format(
        "breaks a limit in {} of {} negotiations; first with {}{}: {}, where {} is the least",
        seller.all.violating, seller.all.played, seller.broken_by,
        seller.broken_cart.empty() ? "" : fmt::format(" ({})", seller.broken_cart),
        amount_text(rules, seller.broken_total), amount_text(rules, seller.permitted_total)));
  }
  if (seller.all.retractions != 0)
    out.sentences.push_back(fmt::format("takes a promise back {} times", seller.all.retractions));
  const std::int64_t told = told_after(seller.leak, all);
  if (!seller.leak.same_until_bound ||
      (!seller.ours && told > told_after(ours.leak, ours.leak.left.size()))) {
    out.leaks = true;
    out.sentences.push_back(fmt::format(
        "{}tells {} of {} bits of its floor, {} of them in two replies",
        seller.leak.same_until_bound ? "" : "shows its floor before a last step: ", bits_text(told),
        bits_text(seller.leak.prior), bits_text(told_after(seller.leak, 2))));
  }
  const std::int64_t less = ours.all.merchant.value() - seller.all.merchant.value();
  if (less > 0) {
    out.loses_surplus = true;
    out.sentences.push_back(
        fmt::format("leaves {} less with the merchant, on average", money_text(rules, less)));
  }
  return out;
}

ordered_json to_json(const simulation_results& found, const pack& rules) {
  std::uint64_t permitted = 0;
  ordered_json frontier = ordered_json::array();
  for (const outcome_point& o : found.outcomes) {
    permitted += o.permitted ? 1 : 0;
    if (o.frontier)
      frontier.push_back({{"customer_saving", o.saving}, {"merchant_surplus", o.merchant}});
  }
  ordered_json sellers = ordered_json::array();
  for (const seller_results& s : found.sellers) {
    const seller_faults faults = faults_of(s, found.sellers[0], rules);
    ordered_json one{{"seller", s.name}, {"about", s.about}};
    one.update(measures_json(s.all));
    one["leak"] = leak_json(s.leak);
    one["best_response"] = extraction_json(s.extraction, found.list_total);
    one["breaks_limits"] = faults.breaks_limits;
    one["leaks"] = faults.leaks;
    one["loses_surplus"] = faults.loses_surplus;
    one["faults"] = faults.sentences;
    sellers.push_back(std::move(one));
  }
  ordered_json buyers = ordered_json::array();
  for (const buyer_results& b : found.buyers) {
    ordered_json one{{"buyer", b.name}, {"about", b.about}};
    one.update(measures_json(b.all));
    buyers.push_back(std::move(one));
  }
  return {{"simulation",
           {{"negotiations", found.negotiations},
            {"seed", found.seed},
            {"intent", found.intent.empty() ? ordered_json(nullptr) : ordered_json(found.intent)},
            {"currency", currency_of(rules)},
            {"list_total", found.list_total},
            {"merchant_at_list", found.kept},
            {"surplus", found.costs_known ? "margin" : "receipts"},
            {"carts", found.carts}}},
          {"pack", pack_json(rules)},
          {"space",
           {{"outcomes", found.outcomes.size()},
            {"permitted", permitted},
            {"complete", found.complete},
            {"least_total", found.lowest ? ordered_json(*found.lowest) : ordered_json(nullptr)},
            {"frontier", std::move(frontier)}}},
          {"sellers", std::move(sellers)},
          {"buyers", std::move(buyers)},
          {"sound", found.sound()}};
}

std::string to_text(const simulation_results& found, const pack& rules, text_style style) {
  std::uint64_t permitted = 0, frontier = 0;
  for (const outcome_point& o : found.outcomes) {
    permitted += o.permitted ? 1 : 0;
    frontier += o.frontier ? 1 : 0;
  }
  std::string out = fmt::format(
      "{} negotiations with each of {} sellers, seed {}\n"
      "  list price {}, {} {}; {} outcomes{}, {} permitted, {} on the frontier; {} cart{}\n",
      found.negotiations, found.sellers.size(), found.seed, money_text(rules, found.list_total),
      found.costs_known ? "margin" : "costs unknown: surplus is what comes in, at list",
      money_text(rules, found.kept), found.outcomes.size(), found.complete ? "" : " (thinned)",
      permitted, frontier, found.carts, found.carts == 1 ? "" : "s");

  out += "\nsellers\n";
  std::vector<std::vector<std::string>> rows{table_head};
  rows[0].insert(rows[0].end(), {"bits told", "in 2", "best response"});
  for (const seller_results& s : found.sellers) {
    std::vector<std::string> row = row_of(s.name, s.all, rules);
    row.push_back(fmt::format("{}/{}", bits_text(told_after(s.leak, s.leak.left.size())),
                              bits_text(s.leak.prior)));
    row.push_back(bits_text(told_after(s.leak, 2)));
    row.push_back(s.extraction.any
                      ? fmt::format("{}{} in {}", s.extraction.exact ? "" : ">= ",
                                    amount_text(rules, found.list_total - s.extraction.net),
                                    s.extraction.rounds)
                      : std::string("-"));
    rows.push_back(std::move(row));
  }
  out += table_text(rows);

  out += "\nwhere they fail\n";
  bool any = false;
  for (const seller_results& s : found.sellers) {
    for (const std::string& sentence : faults_of(s, found.sellers[0], rules).sentences) {
      out += fmt::format("  {:<11}  {}\n", s.name, sentence);
      any = true;
    }
  }
  if (!any) out += "  nowhere\n";

  out += "\nparley, by buyer\n";
  rows.assign(1, table_head);
  for (const buyer_results& b : found.buyers) rows.push_back(row_of(b.name, b.all, rules));
  out += table_text(rows);
  out += '\n';
  const negotiation_measures& ours = found.sellers[0].all;
  out += painted(
      fmt::format("violations: {}, promises taken back: {}", ours.violations, ours.retractions),
      found.sound(), !found.sound(), style);
  return out + '\n';
}

}  // namespace parley::report
