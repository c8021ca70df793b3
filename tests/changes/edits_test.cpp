// What `diff` says of every kind of edit: each change with its fields and its direction, and a
// question that shows it, asked again here of both packs. PARLEY_UPDATE=1 writes golden/edits.txt
// anew; read the difference before committing it.
#include "edits.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "asked_again.hpp"
#include "changes/compare_packs.hpp"
#include "changes/description.hpp"
#include "packtest/case_runner.hpp"
#include "packtest/suite.hpp"
#include "report/format.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

using namespace parley;
using report::change_direction;
using report::pack_change;
using report::pack_diff;
using test::edit;

std::string path() {
  return test::tests_dir() + "/changes/golden/edits.txt";
}

std::string title_of(const edit& e) {
  const auto one_line = [](std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    std::replace(text.begin(), text.end(), '\n', ';');
    return text.empty() ? std::string("nothing") : text;
  };
  return e.section + "\n- " + one_line(e.before) + "\n+ " + one_line(e.after) + "\n";
}

std::string text_of(const pack_diff& diff) {
  std::string out;
  for (const pack_change& c : diff.changes) {
    out += std::string(report::name_of(c.kind)) + " " + std::string(report::name_of(c.direction)) +
           ": " + c.summary + "\n";
    for (const report::changed_field& f : c.fields) {
      out += "    " + f.name + ": " + f.before + " -> " + f.after;
      if (f.direction != c.direction) out += " (" + std::string(report::name_of(f.direction)) + ")";
      out += "\n";
    }
    if (c.witness) {
      out += "    shown: " + std::string(name_of(c.witness->before.verdict)) + " -> " +
             std::string(name_of(c.witness->after.verdict)) + "\n";
    } else if (c.searched) {
      out += "    not shown\n";
    }
  }
  return out + (diff.same_meaning() ? "same\n" : "");
}

void check_side(const pack& rules, const report::change_witness& w,
                const report::witness_side& side) {
  const test::asked_again again(rules, w);
  CHECK(again.made.verdict == side.verdict);
  CHECK(again.made.findings.size() == side.reasons.size());
  CHECK(side.total.has_value() == again.made.has_quote);
  if (side.total && again.made.has_quote) {
    CHECK(*side.total == report::money_text(rules, again.made.quote.total));
  }
  const auto& handoffs = again.made.handoffs;
  CHECK(side.handoff == (handoffs.empty()
                             ? std::string_view()
                             : rules.text(rules.tables().handoffs[handoffs.front()].to)));
}

/// Whether a witness, run as a test of a pack, passes.
bool passes(const pack& rules, const std::string& test) {
  packtest::surroundings none;
  none.read = [](const std::string&) { return error{"PL7001", "nothing there"}; };
  none.open = [](const std::string&) { return packtest::opened_pack(); };
  const packtest::suite tests = packtest::read_suite("shop_test.yaml", test, rules, none);
  if (tests.found.has_errors()) return false;
  REQUIRE(tests.cases.size() == 1);
  return packtest::case_runner(tests, none, nullptr).run(0).result.passed();
}

void check_witnesses(const pack& before, const pack& after, const pack_diff& diff) {
  for (const pack_change& c : diff.changes) {
    if (!c.witness) continue;
    INFO(c.summary << "\n" << c.witness->test);
    check_side(before, *c.witness, c.witness->before);
    check_side(after, *c.witness, c.witness->after);
    CHECK(passes(after, c.witness->test));
    CHECK_FALSE(passes(before, c.witness->test));
  }
}

change_direction mirrored(change_direction d) {
  if (d == change_direction::loosened) return change_direction::tightened;
  if (d == change_direction::tightened) return change_direction::loosened;
  return d;
}

/// The other way round every change is the same one, with old and new exchanged.
void check_mirror(const pack_diff& diff, const pack_diff& back) {
  REQUIRE(back.changes.size() == diff.changes.size());
  for (const pack_change& c : diff.changes) {
    INFO(c.summary);
    const auto found =
        std::find_if(back.changes.begin(), back.changes.end(), [&](const pack_change& other) {
          const auto line = [](const auto& at) { return at ? at->line : 0U; };
          return other.kind == c.kind && line(other.after_at) == line(c.before_at) &&
                 line(other.before_at) == line(c.after_at) &&
                 (other.name == c.name || !c.fields.empty()) &&
                 other.fields.size() == c.fields.size() &&
                 std::all_of(c.fields.begin(), c.fields.end(), [&](const auto& f) {
                   return std::any_of(other.fields.begin(), other.fields.end(), [&](const auto& g) {
                     return g.name == f.name && g.before == f.after && g.after == f.before &&
                            g.direction == mirrored(f.direction);
                   });
                 });
        });
    REQUIRE(found != back.changes.end());
    // A fact that is new asks nothing of anybody; one that is gone makes facts files wrong.
    const bool fact = c.kind == report::change_kind::fact && c.fields.empty();
    if (!fact) CHECK(found->direction == mirrored(c.direction));
  }
}

TEST_CASE("every kind of edit is told, and what is shown of it is true") {
  changes::compare_options options;
  options.effort = 300;
  changes::compare_options silent;
  silent.witnesses = false;
  std::string all;
  std::size_t shown = 0;
  for (const edit& e : test::all_edits()) {
    const std::string title = title_of(e);
    INFO(title);
    const pack before = test::compiled(test::shop_with(e.section, e.before));
    const pack after = test::compiled(test::shop_with(e.section, e.after));
    const pack_diff diff = changes::compare_packs(before, after, options);
    all += title + text_of(diff) + "\n";
    INFO(text_of(diff));
    CHECK(diff.changes.empty() <= diff.same_meaning());
    for (const pack_change& c : diff.changes) {
      for (const report::changed_field& f : c.fields) {
        INFO(f.name << ": " << f.before << " -> " << f.after);
        CHECK(f.before != f.after);  // else nobody could see what changed
      }
      shown += c.witness ? 1 : 0;
      // Nothing that a question shows to be denied now was loosened, nor the other way round.
      if (c.witness && c.direction == change_direction::loosened) {
        CHECK_FALSE((c.witness->before.verdict == verdict::allow &&
                     c.witness->after.verdict == verdict::deny));
      }
      if (c.witness && c.direction == change_direction::tightened) {
        CHECK_FALSE((c.witness->before.verdict == verdict::deny &&
                     c.witness->after.verdict == verdict::allow));
      }
    }
    if (diff.same_meaning()) {
      for (const pack_change& c : diff.changes) CHECK(c.direction == change_direction::neutral);
    }
    check_witnesses(before, after, diff);
    check_mirror(diff, changes::compare_packs(after, before, silent));
    const pack_diff same = changes::compare_packs(after, after, silent);
    CHECK(same.changes.empty());
    CHECK(same.same_meaning());
  }
  if (std::getenv("PARLEY_UPDATE") != nullptr) std::ofstream(path(), std::ios::trunc) << all;
  std::ifstream in(path(), std::ios::binary);
  std::ostringstream kept;
  kept << in.rdbuf();
  CHECK(kept.str() == all);
  CHECK(shown > 100);
}

}  // namespace
