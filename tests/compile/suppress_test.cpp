// Suppressions: where they reach, what they need, and that none lingers.
#include "parley/compiler/suppress.hpp"

#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

using namespace parley;

namespace {

compilation judged(const std::string& facts) {
  return compile_text("p.yaml", "pack: p\ncurrency: USD\nfacts:\n" + facts +
                                    "offers:\n  A: {give: 5% off order}\n");
}

std::string codes_of(const diagnostics& found) {
  std::string out;
  for (const diagnostic& d : found.items()) out += d.code + " ";
  return out;
}

struct reach_case {
  std::string_view facts, left;
};

constexpr reach_case cases[] = {
    {"  a.b: int\n", "PL5001 "},
    {"  a.b: int # parley: allow PL5001 because x\n", ""},
    {"  # parley: allow PL5001 because x\n  a.b: int\n", ""},
    {"  # parley: allow PL5001 because x\n\n  # why\n  a.b:\n    type: int\n  c.d: int\n",
     "PL5001 "},
    {"  # parley: allow-file PL5001 because x\n  a.b: int\n  c.d: int\n", ""},
    {"  # parley: allow PL5001\n  a.b: int\n", "PL9101 PL5001 "},
    {"  # parley: allow PL5001 because\n  a.b: int\n", "PL9101 PL5001 "},
    {"  # parley: allow because x\n  a.b: int\n", "PL9101 PL5001 "},
    {"  # parley: permit PL5001 because x\n  a.b: int\n", "PL9101 PL5001 "},
    {"  # parley: allow PL0000 because x\n  a.b: int\n", "PL9101 PL5001 "},
    {"  # parley: allow PL5003, PL5001 because x\n  a.b: int\n", "PL9102 "},
    {"  a.b: int # not parley: allow PL5001 because x\n", "PL5001 "},
    {"  # parley: allow PL3120 because x\n  a.b: {type: int, min: x}\n", "PL9102 PL3120 "},
};

}  // namespace

TEST_CASE("suppressions: what they reach") {
  for (const reach_case& c : cases) {
    compilation made = judged(std::string(c.facts));
    (void)suppress(made.sources, made.found, {});
    INFO(c.facts);
    CHECK(codes_of(made.found) == c.left);
  }
}

TEST_CASE("suppressions: a list beside the packs") {
  source_set lists;
  diagnostics faults;
  const std::uint32_t file = lists.add("allow.txt",
                                       "# facts of the framework\n"
                                       "PL5001 p.yaml because they come with it\n"
                                       "PL5001 other.yaml because x\n"
                                       "PL5001\n"
                                       "nonsense\n");
  std::vector<suppression> list = read_suppressions(lists, file, faults);
  CHECK(codes_of(faults) == "PL9101 PL9101 ");
  REQUIRE(list.size() == 2);
  compilation made = judged("  a.b: int\n");
  const auto gone = suppress(made.sources, made.found, list);
  CHECK(made.found.empty());
  REQUIRE(gone.size() == 1);
  CHECK(gone[0].because == "they come with it");
  diagnostics left;
  report_unused(list, left);
  CHECK(codes_of(left) == "PL9102 ");
}
