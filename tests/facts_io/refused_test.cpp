// What files of facts, proposals, asks and catalogs are refused for, and what is read from those
// that aren't: tests/facts_io/refused/*.txt.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/compiler/read.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "report/format.hpp"
#include "support/campaign.hpp"
#include "support/refusals.hpp"

namespace parley::test {
namespace {

const pack& rules() {
  static const pack made = pack_of(R"(
pack: p
version: 1
currency: USD
defaults: {stacking: open}
facts:
  a.flag: {type: bool}
  a.whole: {type: int, min: 1, max: 5}
  a.count: {type: uint, min: 2, max: 4}
  a.number: {type: decimal, min: -1, max: 1}
  a.share: {type: percent, min: 5%, max: 50%}
  a.money: {type: money, min: 5.00, max: 9.00}
  a.word: {type: string, one_of: [red, green]}
  a.seen: {type: timestamp, max_age: 1h}
  a.length: {type: duration, min: 5m, max: 1h}
  a.words: {type: list(string), max_size: 2}
  a.flags: {type: list(bool), max_size: 2}
  a.moneys: {type: map(money), max_size: 2}
  a.one: {type: int, one_of: [1, 3]}
  a.old: {type: money, optional: true}
  line.map: {type: money}
  line.tags2: {type: list(string), max_size: 2}
offers:
  TEN: {give: 10% off order, class: c}
  HAGGLE: {give: 1%..12% step 1% off order}
  OFF: {give: 1.00..5.00 step 1.00 off order}
  POINTS: {give: concession points 100..500 step 100, cost: 1.00}
limits:
  - {limit: discount <= 5.00, id: cap, else: escalate to boss}
  - {limit: uses of TEN per customer <= 2, id: often, else: escalate to boss}
  - {limit: margin >= 10%, id: least, else: escalate to boss}
  - spend of class c per day <= 100.00
)");
  return made;
}

std::string whole(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

/// What is wrong with a text that `read` takes, or what `shown` makes of what was read.
template <typename Read, typename Show>
std::vector<std::string> answers(const std::vector<std::string>& lines, Read read, Show shown) {
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add("f.yaml", whole(lines));
  const auto made = read(rules(), sources, file, read_options{}, found);
  CHECK(made.has_value() == !found.has_errors());
  found.sort();
  std::vector<std::string> said;
  for (const diagnostic& d : found.items()) {
    said.push_back(told(d, [&](const span& s) {
      const place at = sources[s.file].at(s.offset);
      return std::to_string(at.line) + ":" + std::to_string(at.column);
    }));
  }
  if (made) said.push_back("fine: " + shown(*made));
  return said;
}

std::string facts_shown(const fact_set& facts) {
  std::string all;
  const auto add = [&](std::string_view part) {
    if (!all.empty()) all += ", ";
    all += part;
  };
  for (std::uint32_t i = 0; i < rules().tables().facts.size(); ++i) {
    const fact_slot& slot = facts.slot(i);
    if (slot.state == fact_state::missing) continue;
    const std::string name(rules().text(rules().tables().facts[i].name));
    add(name + "=" +
        (slot.state == fact_state::known ? report::value_text(slot.content)
                                         : std::string(report::state_name(slot.state))));
  }
  if (facts.has_cart()) add(std::to_string(facts.lines().size()) + " lines");
  return all;
}

std::string offers_shown(const std::vector<proposed_offer>& offers) {
  std::string all;
  for (const proposed_offer& o : offers) {
    if (!all.empty()) all += " + ";
    all += o.name;
    if (o.has_parameter) all += "=" + std::to_string(o.parameter);
    if (o.unit_mismatch) all += " (another unit)";
  }
  return all;
}

std::string ask_shown(const ask& said) {
  std::string all = offers_shown(said.want);
  const auto add = [&](const std::string& part) {
    if (!all.empty()) all += "; ";
    all += part;
  };
  if (said.target_percent) add("percent " + std::to_string(*said.target_percent));
  if (said.target_total) add("total " + std::to_string(*said.target_total));
  if (said.budget) add("budget " + std::to_string(*said.budget));
  if (said.competitor_price) add("competitor " + std::to_string(*said.competitor_price));
  if (said.foreign_currency) add("in another currency");
  if (said.accept)
    add("accept" + std::string(said.offer.empty() ? "" : " " + std::string(said.offer)));
  if (said.reject) add("reject");
  if (said.more) add("more");
  for (const std::string_view given : said.give) add("give " + std::string(given));
  if (!said.intent.empty()) add("intent " + std::string(said.intent));
  return all.empty() ? "nothing" : all;
}

}  // namespace

TEST_CASE("facts are read as written, or refused with a place and a way out") {
  check_cases("facts_io/refused/facts.txt", 60, [](const std::vector<std::string>& lines) {
    return answers(lines, read_facts, facts_shown);
  });
}

TEST_CASE("proposals are read as written, or refused with a place and a way out") {
  check_cases("facts_io/refused/proposals.txt", 20, [](const std::vector<std::string>& lines) {
    return answers(lines, read_proposal, [](const owned_proposal& made) {
      return offers_shown(made.content.offers) +
             (made.content.intent.empty() ? "" : " for " + std::string(made.content.intent)) +
             (made.content.accept_partial ? ", or a part" : "");
    });
  });
}

TEST_CASE("asks are read as written, or refused with a place and a way out") {
  check_cases("facts_io/refused/asks.txt", 20, [](const std::vector<std::string>& lines) {
    return answers(lines, read_ask, [](const owned_ask& made) { return ask_shown(made.content); });
  });
}

TEST_CASE("what is said in a line is understood, or refused in words") {
  check_cases("facts_io/refused/ask_lines.txt", 20, [](const std::vector<std::string>& lines) {
    std::string why;
    const auto made = parse_ask_line(rules(), lines.at(0), {}, why);
    CHECK(made.has_value() == why.empty());
    return std::vector<std::string>{made ? "fine: " + ask_shown(made->content) : why};
  });
}

TEST_CASE("catalogs are read as written, or refused with a place and a way out") {
  check_cases("facts_io/refused/catalogs.txt", 5, [](const std::vector<std::string>& lines) {
    return answers(lines, read_catalog, [](const catalog& made) {
      return std::to_string(made.items.lines().size()) + " items";
    });
  });
}

}  // namespace parley::test
