// Random packs, facts and proposals in every form that answers have. What is shown is held against
// the answer itself: nothing is left out, added or turned into something else.
#include <algorithm>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "oracle/generator.hpp"
#include "parley/engine/eligible.hpp"
#include "parley/engine/stackable.hpp"
#include "parley/graph/image.hpp"
#include "report/decision_json.hpp"
#include "report/decision_text.hpp"
#include "report/graph_picture.hpp"
#include "report/image_header.hpp"
#include "report/pack_report.hpp"
#include "report/stacking_report.hpp"
#include "support/campaign.hpp"
#include "support/catch.hpp"

namespace parley::test {
namespace {

using nlohmann::ordered_json;
using report::audience;

constexpr std::uint64_t cases = 60;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++found;
  return found;
}

std::size_t lines_in(std::string_view text) {
  return count_of(text, "\n");
}

/// 755 as "7.55"; the generated packs are in dollars.
std::string dollars(std::int64_t minor) {
  const std::string sign = minor < 0 ? "-" : "";
  const std::int64_t size = minor < 0 ? -minor : minor;
  const std::string cents = std::to_string(size % 100);
  return sign + std::to_string(size / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

/// A generated request with everything its views need.
struct request {
  explicit request(std::uint64_t seed)
      : made(oracle::generate(seed, seed % 3 == 0)), at(made.pack.yaml(), made.facts.yaml()) {
    for (const auto& a : made.proposal.offers)
      asked.offers.push_back({a.name, a.parameter, a.has_parameter, false});
    asked.intent = made.proposal.intent;
    asked.accept_partial = seed % 2 == 0;
    judged = at.judge(asked);
  }

  [[nodiscard]] report::answer_context about(audience who, bool why = false) const {
    report::answer_context made_for{at.rules, *at.facts, who};
    made_for.asked = &asked;
    made_for.why = why;
    return made_for;
  }

  oracle::generated made;
  campaign at;
  proposal asked;
  decision judged;
};

constexpr audience everybody[] = {audience::internal, audience::agent, audience::customer};

void check_decision_json(const request& r, audience who) {
  const decision& d = r.judged;
  const ordered_json shown = report::to_json(d, r.about(who));
  CHECK(shown["verdict"] == name_of(d.verdict));
  // What JSON can't hold would throw here.
  CHECK(ordered_json::parse(report::dump(shown)) == shown);
  if (who == audience::customer) return;
  REQUIRE(shown["findings"].size() == d.findings.size());
  for (std::size_t i = 0; i < d.findings.size(); ++i) {
    const ordered_json& f = shown["findings"][i];
    CHECK(f["code"] == name_of(d.findings[i].code));
    CHECK(f["offers"].size() ==
          report::parts_of(d, d.findings[i]).offers.size() +
              (d.findings[i].code == finding_code::proposal_unknown_offer ? 1 : 0));
    if (who == audience::agent) {
      CHECK(f.value("actual", ordered_json()).is_null());
      CHECK(f.value("bound", ordered_json()).is_null());
    }
  }
  CHECK(shown["missing"].size() == d.missing.size());
  const ordered_json& q = shown["quote"];
  if (who == audience::internal) CHECK(q.is_null() == !d.has_quote);
  if (q.is_null()) return;
  const auto at = [&](const char* key) { return q[key].get<std::int64_t>(); };
  CHECK(at("total") == at("subtotal") - at("discount") + at("shipping") - at("shipping_discount"));
  std::int64_t listed = 0, off = 0;
  for (const ordered_json& line : q["lines"]) {
    listed += line["list"].get<std::int64_t>();
    off += line["discount"].get<std::int64_t>();
    CHECK(line["price"] == line["list"].get<std::int64_t>() - line["discount"].get<std::int64_t>());
    std::int64_t parts = 0;
    for (const ordered_json& part : line["allocations"])
      parts += part["amount"].get<std::int64_t>();
    CHECK(parts == line["discount"]);
  }
  CHECK(listed == at("subtotal"));
  CHECK(off == at("discount"));
}

void check_decision_text(const request& r, audience who) {
  const decision& d = r.judged;
  for (const bool why : {false, true}) {
    const std::string text = report::to_text(d, r.about(who, why), {});
    INFO(text);
    CHECK(text.starts_with(name_of(d.verdict)));
    CHECK(text.ends_with("\n"));
    CHECK(text.find('\x1b') == std::string::npos);
    const std::string painted = report::to_text(d, r.about(who, why), {true});
    const std::string_view colour = d.verdict == verdict::allow  ? "\x1b[1;32m"
                                    : d.verdict == verdict::deny ? "\x1b[1;31m"
                                                                 : "\x1b[1;33m";
    CHECK(painted == std::string(colour) + std::string(name_of(d.verdict)) + "\x1b[0m" +
                         text.substr(name_of(d.verdict).size()));
    if (who == audience::customer) {
      CHECK(count_of(text, "\n  unknown ") == 0);
      continue;
    }
    std::map<std::string, std::size_t> wanted;
    for (const finding& f : d.findings)
      ++wanted["\n  " + std::string(name_of(f.verdict)) + " " + std::string(name_of(f.code))];
    for (const auto& [line, times] : wanted) {
      INFO(line);
      CHECK(count_of(text, line) == times);
    }
    CHECK(count_of(text, "\n  note ") == d.notes.size());
    CHECK(count_of(text, "\n  unknown ") == d.missing.size());
    CHECK((text.find("approvals:\n") != std::string::npos) ==
          (d.verdict != verdict::deny && !d.approvals.empty()));
    const bool quoted = report::shows_quote(d, who) && !d.quote.lines.empty();
    CHECK((text.find("total USD  ") != std::string::npos) == quoted);
    if (!quoted) continue;
    // The sums stand in one column, the total below all of them.
    const std::size_t at = text.find("\n  total USD ");
    REQUIRE(at != std::string::npos);
    const std::size_t end = text.find('\n', at + 1);
    const std::string row = text.substr(at + 1, end - at - 1);
    CHECK(row.substr(row.rfind(' ') + 1) == dollars(d.quote.total));
    for (const quoted_line& line : d.quote.lines)
      CHECK(text.find(" " + dollars(line.price)) != std::string::npos);
  }
}

void check_picture(const report::graph_picture& picture, const request& r) {
  std::set<std::string> ids;
  for (const report::box& b : picture.boxes) {
    CHECK(ids.insert(b.id).second);
    CHECK_FALSE(b.title.empty());
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> arrows;
  for (const report::arrow& a : picture.arrows) {
    REQUIRE(a.from < picture.boxes.size());
    REQUIRE(a.to < picture.boxes.size());
    // Facts stand before conditions, these before offers, all before the verdict: no arrow goes
    // back.
    CHECK(picture.boxes[a.from].kind <= picture.boxes[a.to].kind);
    CHECK(arrows.insert({a.from, a.to}).second);
  }
  const std::string dot = report::graph_dot(picture);
  const std::string mermaid = report::graph_mermaid(picture);
  const std::string svg = report::graph_svg(picture);
  CHECK(count_of(dot, " -> ") == picture.arrows.size());
  CHECK(count_of(svg, "<g ") + count_of(svg, "<g>") == count_of(svg, "</g>"));
  CHECK(count_of(svg, "<text") == count_of(svg, "</text>"));
  for (const std::string& id : ids) {
    CHECK(dot.find(id) != std::string::npos);
    CHECK(mermaid.find(id) != std::string::npos);
  }
  const decision& d = r.judged;
  for (const report::box& b : picture.boxes) {
    if (!picture.judged) CHECK(b.what == report::tone::none);
    if (b.kind != report::box_kind::verdict || !picture.judged) continue;
    CHECK(b.title == name_of(d.verdict));
    CHECK(b.note == (d.has_quote ? "total " + dollars(d.quote.total) + " USD" : ""));
    CHECK(b.what == (d.verdict == verdict::allow      ? report::tone::yes
                     : d.verdict == verdict::deny     ? report::tone::no
                     : d.verdict == verdict::escalate ? report::tone::escalate
                                                      : report::tone::unknown));
  }
}

}  // namespace

TEST_CASE("decisions show all of themselves in every form") {
  std::set<verdict> met;
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    const request r(seed);
    met.insert(r.judged.verdict);
    for (const audience who : everybody) {
      check_decision_json(r, who);
      check_decision_text(r, who);
    }
  }
  CHECK(met.size() >= 3);
}

TEST_CASE("what may be offered and combined shows all of itself in every form") {
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    request r(seed);
    const graph::table_views& t = r.at.rules.tables();
    eligibility open;
    eligible(r.at.rules, *r.at.facts, {}, r.at.memory, open);
    std::vector<graph::index> all(t.offers.size());
    for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    stackability together;
    stackable(r.at.rules, *r.at.facts, all, {}, r.at.memory, together);
    for (const audience who : everybody) {
      const report::answer_context about = r.about(who);
      const ordered_json shown = report::to_json(open, about);
      CHECK(ordered_json::parse(report::dump(shown)) == shown);
      const std::string text = report::to_text(open, about, {});
      INFO(text);
      std::size_t named = 0;
      for (const eligible_offer& item : open.offers) {
        const bool ready = item.verdict == verdict::allow || item.verdict == verdict::escalate;
        const bool told = who == audience::customer ? item.verdict == verdict::allow : true;
        const std::string name = r.at.name(item.offer);
        const bool listed = std::find(shown["eligible"].begin(), shown["eligible"].end(), name) !=
                            shown["eligible"].end();
        CHECK(listed == (ready && told));
        named += told;
        if (told) CHECK(text.find(" " + name) != std::string::npos);
      }
      CHECK(shown["offers"].size() == named);
      if (who == audience::internal) {
        for (const ordered_json& entry : shown["offers"]) CHECK(entry.contains("headroom"));
      } else {
        CHECK(report::dump(shown).find("headroom") == std::string::npos);
      }
      const ordered_json answer = report::to_json(together, about);
      const std::string words = report::to_text(together, about, {});
      INFO(words);
      CHECK(answer["answer"] == report::name_of(together.answer));
      CHECK(answer["conflicts"].size() == together.conflicts.size());
      CHECK(words.starts_with(report::name_of(together.answer)));
      for (std::size_t i = 0; i < together.conflicts.size(); ++i) {
        const auto& c = together.conflicts[i];
        CHECK(answer["conflicts"][i]["offers"].size() == c.offers.count);
        CHECK(answer["conflicts"][i]["rule"].is_null() >= (c.rule == no_index));
      }
      CHECK(count_of(words, "\n  depends on ") == together.dependencies.size());
      CHECK(count_of(words, "\n  still needed") == together.requirements.size());
      CHECK(lines_in(words) >= 1 + together.conflicts.size());
    }
  }
}

TEST_CASE("pictures of generated packs hold together") {
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    request r(seed);
    const graph::table_views& t = r.at.rules.tables();
    check_picture(report::graph_of(r.at.rules, no_index, {}), r);
    r.at.memory.conditions.begin(r.at.rules, *r.at.facts, r.asked.intent);
    const report::overlay over{r.at.facts.get(), &r.at.memory.conditions, &r.judged,
                               r.asked.intent};
    const report::graph_picture whole = report::graph_of(r.at.rules, no_index, over);
    check_picture(whole, r);
    const auto of_kind = [](const report::graph_picture& p, report::box_kind kind) {
      return static_cast<std::size_t>(std::count_if(p.boxes.begin(), p.boxes.end(),
                                                    [&](const auto& b) { return b.kind == kind; }));
    };
    CHECK(of_kind(whole, report::box_kind::offer) == t.offers.size());
    CHECK(of_kind(whole, report::box_kind::stacking) == t.stacking.size());
    CHECK(of_kind(whole, report::box_kind::limit) == t.limits.size());
    CHECK(of_kind(whole, report::box_kind::verdict) == 1);
    for (graph::index only = 0; only < t.offers.size(); ++only) {
      const report::graph_picture one = report::graph_of(r.at.rules, only, over);
      check_picture(one, r);
      CHECK(of_kind(one, report::box_kind::offer) == 1);
      CHECK(of_kind(one, report::box_kind::limit) <= t.limits.size());
    }
  }
}

TEST_CASE("packs show all of themselves, and their headers hold the whole image") {
  for (std::uint64_t seed = 1; seed <= cases; ++seed) {
    INFO("seed " << seed);
    const request r(seed);
    const pack& rules = r.at.rules;
    const graph::table_views& t = rules.tables();
    const ordered_json shown = report::to_json(rules);
    const std::string text = report::to_text(rules);
    CHECK(ordered_json::parse(report::dump(shown)) == shown);
    CHECK(shown["facts"].size() == t.facts.size() + t.line_facts.size());
    REQUIRE(shown["offers"].size() == t.offers.size());
    std::set<std::uint32_t> positions;
    for (std::uint32_t i = 0; i < t.offers.size(); ++i) {
      const ordered_json& o = shown["offers"][i];
      CHECK(o["offer"] == r.at.name(i));
      CHECK(o["conditional"] == (t.offers[i].when != no_index));
      positions.insert(o["position"].get<std::uint32_t>());
      CHECK(text.find("  " + r.at.name(i) + " ") != std::string::npos);
      CHECK(text.find(o["effect"].get<std::string>()) != std::string::npos);
    }
    CHECK(positions.size() == t.offers.size());
    for (std::size_t i = 0; i < t.limits.size(); ++i) {
      CHECK(shown["limits"][i]["text"] == rules.text(t.limits[i].text));
      CHECK(text.find("\n  " + std::string(rules.text(t.limits[i].text)) + "\n") !=
            std::string::npos);
    }
    for (std::size_t i = 0; i < t.stacking.size(); ++i) {
      CHECK(shown["stacking"][i]["id"] == rules.text(t.stacking[i].id));
      CHECK(text.find("\n  " + std::string(rules.text(t.stacking[i].text)) + "\n") !=
            std::string::npos);
    }
    std::uint64_t bytes = 0;
    for (const ordered_json& table : shown["image"]["tables"])
      bytes += table["bytes"].get<std::uint64_t>();
    const std::vector<std::byte> image = image_of(rules);
    CHECK(shown["image"]["bytes"] == image.size());
    CHECK(bytes <= image.size());
    CHECK(report::sizes_text(rules).find("\n" + std::to_string(image.size()) + " bytes") !=
          std::string::npos);

    const std::string header = report::image_header(rules, image, "shop::packs");
    CHECK(header.find("namespace shop::packs {") != std::string::npos);
    CHECK(header.find("\"" + rules.digest() + "\"") != std::string::npos);
    std::vector<std::uint64_t> words;
    const std::size_t open = header.find("= {");
    for (std::size_t at = header.find("0x", open); at != std::string::npos;
         at = header.find("0x", at + 1))
      words.push_back(std::stoull(header.substr(at + 2), nullptr, 16));
    REQUIRE(words.size() * sizeof(std::uint64_t) == image.size());
    CHECK(std::memcmp(words.data(), image.data(), image.size()) == 0);
  }
}

}  // namespace parley::test
