// What is searched out (the best combination, repairs, the matrix) of generated packs, in every
// form: against the answer itself, and against the questions it is made of.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "parley/engine/best.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/stackable.hpp"
#include "report/best_report.hpp"
#include "report/decision_text.hpp"
#include "report/explain_report.hpp"
#include "report/matrix_report.hpp"
#include "report/stacking_report.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

using nlohmann::ordered_json;
using report::audience;

constexpr std::uint64_t cases = 25;
constexpr audience everybody[] = {audience::internal, audience::agent, audience::customer};

struct request {
  explicit request(std::uint64_t seed)
      : made(oracle::generate(seed)), at(made.pack.yaml(), made.facts.yaml()) {
    for (const auto& a : made.proposal.offers)
      asked.offers.push_back({a.name, a.parameter, a.has_parameter, false});
    asked.intent = made.proposal.intent;
  }
  [[nodiscard]] report::answer_context about(audience who) const {
    report::answer_context shown{at.rules, *at.facts, who};
    shown.asked = &asked;
    return shown;
  }

  oracle::generated made;
  campaign at;
  proposal asked;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// 755 as "7.55".
std::string dollars(std::int64_t minor) {
  const std::string cents = std::to_string(minor % 100);
  return std::to_string(minor / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

/// The cells of one row of RFC 4180.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const char c = row[i];
    if (c == '"' && quoted && i + 1 < row.size() && row[i + 1] == '"') {
      cells.back() += c;
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  CHECK_FALSE(quoted);
  return cells;
}

}  // namespace

TEST_CASE("the best combination is shown as it was found") {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    request r(seed);
    best_request wanted;
    wanted.intent = r.asked.intent;
    wanted.nodes = 2'000;
    if (seed % 4 == 0) wanted.include = r.asked.offers;
    if (seed % 7 == 0) wanted.objectives = {objective::fewest};
    best_answer made;
    best(r.at.rules, *r.at.facts, wanted, r.at.memory, made);
    found += made.status == best_status::found;
    for (const audience who : everybody) {
      const ordered_json shown = report::to_json(made, r.about(who));
      const std::string text = report::to_text(made, r.about(who), {});
      INFO(text);
      CHECK(ordered_json::parse(report::dump(shown)) == shown);
      if (made.status != best_status::found) {
        CHECK(shown["status"] != "found");
        CHECK_FALSE(shown["message"].get<std::string>().empty());
        CHECK(text == shown["status"].get<std::string>() + ": " +
                          shown["message"].get<std::string>() + "\n");
        continue;
      }
      CHECK(shown["status"] == "found");
      REQUIRE(shown["offers"].size() == made.proposal.offers.size());
      for (std::size_t i = 0; i < made.proposal.offers.size(); ++i) {
        CHECK(shown["offers"][i]["offer"] == made.proposal.offers[i].name);
        CHECK(text.find(std::string(made.proposal.offers[i].name)) != std::string::npos);
      }
      CHECK(text.starts_with("best: "));
      const bool house = who == audience::internal;
      CHECK(shown.contains("nodes") == house);
      CHECK(shown.contains("concession") == house);
      if (!house) continue;
      CHECK(shown["decision"]["verdict"] == "allow");
      CHECK(shown["saving"] == made.saving);
      CHECK(text.find("  saves " + dollars(made.saving) + " USD") != std::string::npos);
      CHECK(text.find("  costs " + dollars(made.concession) + " USD all-in\n") !=
            std::string::npos);
      CHECK((text.find("  proved best among ") != std::string::npos) == made.optimal);
      CHECK(shown["gap"].get<std::int64_t>() >= 0);
    }
  }
  CHECK(found > cases / 2);
}

TEST_CASE("repairs are shown one a line, each as many times as it stands in the JSON") {
  std::size_t repairs = 0;
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    request r(seed);
    explanation why;
    explain(r.at.rules, *r.at.facts, r.asked, r.at.memory, why);
    for (const audience who : everybody) {
      const report::answer_context about = r.about(who);
      const ordered_json shown = report::to_json(why, r.asked, about);
      const std::string text = report::to_text(why, r.asked, about, {});
      INFO(text);
      CHECK(ordered_json::parse(report::dump(shown)) == shown);
      CHECK(shown["verdict"] == name_of(why.decision.verdict));
      CHECK(shown["conflict"].size() == why.conflict.size());
      if (why.decision.verdict == verdict::allow) {
        CHECK(text == report::to_text(why.decision, about, {}));
        continue;
      }
      repairs += shown["repairs"].size();
      const std::vector<std::string> lines = lines_of(text);
      const auto head =
          std::find(lines.begin(), lines.end(), "it would be allowed with one of these:");
      if (shown["repairs"].empty()) {
        CHECK(head == lines.end());
        CHECK(text.find("no ") != std::string::npos);
        continue;
      }
      REQUIRE(head != lines.end());
      REQUIRE(static_cast<std::size_t>(lines.end() - head) == shown["repairs"].size() + 1);
      for (std::size_t i = 0; i < shown["repairs"].size(); ++i) {
        const std::string& line = *(head + 1 + static_cast<std::ptrdiff_t>(i));
        const ordered_json& fix = shown["repairs"][i];
        for (const ordered_json& step : fix["changes"]) {
          CHECK_FALSE(step["kind"].get<std::string>().empty());
          CHECK(line.find(step["text"].get<std::string>()) != std::string::npos);
        }
        const bool priced = fix.contains("total") && !fix["total"].is_null();
        CHECK((line.find(": total ") != std::string::npos) == priced);
        if (priced) {
          CHECK(line.ends_with(": total " + dollars(fix["total"].get<std::int64_t>()) + " USD"));
        }
      }
    }
  }
  CHECK(repairs > 20);
}

TEST_CASE("a matrix says of each pair what stackable says of it") {
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    request r(seed);
    stack_matrix matrix;
    std::vector<graph::index> all(r.at.rules.tables().offers.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    stackable_pairs(r.at.rules, *r.at.facts, all, r.asked.intent, r.at.memory, matrix);
    const std::size_t n = matrix.offers.size();
    const ordered_json shown = report::matrix_json(r.at.rules, matrix);
    CHECK(shown["offers"].size() == n);
    REQUIRE(shown["pairs"].size() == n * (n - 1) / 2);
    const std::vector<std::string> rows = lines_of(report::matrix_csv(r.at.rules, matrix));
    REQUIRE(rows.size() == n + 1);
    const std::string svg = report::matrix_svg(r.at.rules, matrix);
    const std::string html = report::matrix_html(r.at.rules, matrix);
    const std::string text = report::matrix_text(r.at.rules, matrix, {});
    const std::string painted = report::matrix_text(r.at.rules, matrix, {true});
    CHECK(painted.size() > text.size());
    std::string bare = painted;
    for (std::size_t at = bare.find('\x1b'); at != std::string::npos; at = bare.find('\x1b'))
      bare.erase(at, bare.find('m', at) - at + 1);
    CHECK(bare == text);
    std::size_t pair = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::string name = r.at.name(matrix.offers[i]);
      for (const std::string* form : {&svg, &html, &text})
        CHECK(form->find(name) != std::string::npos);
      std::string row = rows[i + 1];
      if (row.ends_with('\r')) row.pop_back();
      const std::vector<std::string> cells = cells_of(row);
      REQUIRE(cells.size() == n + 1);
      CHECK(cells[0] == name);
      for (std::size_t j = i + 1; j < n; ++j, ++pair) {
        const graph::index both[] = {matrix.offers[i], matrix.offers[j]};
        stackability together;
        stackable(r.at.rules, *r.at.facts, both, r.asked.intent, r.at.memory, together);
        const std::string_view answer = report::name_of(together.answer);
        INFO(name << " and " << r.at.name(matrix.offers[j]));
        CHECK(shown["pairs"][pair]["answer"] == answer);
        CHECK(shown["pairs"][pair]["code"].is_null() == (together.answer == stack_answer::yes));
        CHECK(cells[j + 1].starts_with(answer));
        CHECK(report::name_of(matrix.at(j, i).answer) == answer);
      }
    }
  }
}

}  // namespace parley::test
