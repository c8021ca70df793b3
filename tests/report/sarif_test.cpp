// SARIF: what the schema of version 2.1.0 asks for.
#include "report/sarif.hpp"

#include <nlohmann/json.hpp>

#include "parley/compiler/compile.hpp"
#include "support/catch.hpp"

using namespace parley;
using nlohmann::ordered_json;

TEST_CASE("sarif: results point to rules, places and related places") {
  compilation made = compile_text("dir/ä b.yaml",
                                  "pack: p\ncurrency: USD\nfacts:\n  a.b: int\n"
                                  "offers:\n  'ÄÖ': {give: 5% off order}\n  A: {give: 1% of x}\n");
  const auto gone = suppress(made.sources, made.found, {});
  const report::findings_of_pack pack{&made.sources, &made.found, gone};
  const ordered_json log = report::sarif(std::span(&pack, 1), "0.1.0");
  CHECK(log["version"] == "2.1.0");
  const ordered_json& run = log["runs"][0];
  REQUIRE(!run["results"].empty());
  for (const ordered_json& result : run["results"]) {
    const std::size_t rule = result["ruleIndex"];
    CHECK(run["tool"]["driver"]["rules"][rule]["id"] == result["ruleId"]);
    CHECK(!result["message"]["text"].get<std::string>().empty());
    const ordered_json& region = result["locations"][0]["physicalLocation"]["region"];
    CHECK(region["startLine"] >= 1);
    CHECK(region["startColumn"] >= 1);
    CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
          "dir/%C3%A4%20b.yaml");
  }
}

TEST_CASE("sarif: a suppressed warning carries its reason") {
  compilation made = compile_text("p.yaml",
                                  "pack: p\ncurrency: USD\nfacts:\n"
                                  "  a.b: int  # parley: allow PL5001 because it comes in May\n"
                                  "offers:\n  A: {give: 5% off order}\n");
  REQUIRE(made.found.items().size() == 1);
  const auto gone = suppress(made.sources, made.found, {});
  REQUIRE(gone.size() == 1);
  CHECK(made.found.empty());
  CHECK(gone[0].because == "it comes in May");
  const report::findings_of_pack pack{&made.sources, &made.found, gone};
  const ordered_json log = report::sarif(std::span(&pack, 1), "0.1.0");
  CHECK(log["runs"][0]["results"][0]["suppressions"][0]["kind"] == "inSource");
}
