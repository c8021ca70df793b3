#include "report/diagnostic_text.hpp"

#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace parley;

namespace {

diagnostic at(std::uint32_t offset, std::uint32_t length) {
  diagnostic made;
  made.code = "PL2103";
  made.at = {0, offset, length};
  made.message = "unknown fact `cart.totl`";
  made.help = "did you mean `cart.total`?";
  return made;
}

}  // namespace

TEST_CASE("a diagnostic shows place, code, source line, carets and help") {
  source_set files;
  const std::string text = "offers:\n    when: cart.totl >= 50\n";
  files.add("winter.yaml", text);
  const auto offset = static_cast<std::uint32_t>(text.find("cart"));
  CHECK(report::to_text(at(offset, 9), files, {}) ==
        "winter.yaml:2:11: error[PL2103]: unknown fact `cart.totl`\n"
        "    2 |     when: cart.totl >= 50\n"
        "      |           ^~~~~~~~~\n"
        "   help: did you mean `cart.total`?\n");
}

TEST_CASE("carets stand under the right letters") {
  source_set files;
  SECTION("after letters of several bytes") {
    files.add("a.yaml", "\xC3\xA4\xC3\xB6: x\n");
    const std::string text = report::to_text(at(6, 1), files, {});
    CHECK(text.find("      |     ^\n") != std::string::npos);
  }
  SECTION("after tabs, which are kept") {
    files.add("a.yaml", "\tx\n");
    CHECK(report::to_text(at(1, 1), files, {}).find("      | \t^\n") != std::string::npos);
  }
  SECTION("a span over lines ends with its first one") {
    files.add("a.yaml", "abc\ndef\n");
    CHECK(report::to_text(at(1, 6), files, {}).find("      |  ^~\n") != std::string::npos);
  }
  SECTION("an empty file") {
    files.add("a.yaml", "");
    CHECK(report::to_text(at(0, 0), files, {}).find("    1 | \n      | ^\n") != std::string::npos);
  }
  SECTION("a very long line is cut around the place") {
    files.add("a.yaml", std::string(5000, 'a') + "HERE" + std::string(5000, 'b'));
    const std::string text = report::to_text(at(5000, 4), files, {});
    CHECK(text.size() < 400);
    CHECK(text.find("aHEREb") != std::string::npos);
    const std::size_t here = text.find("HERE") - text.rfind('\n', text.find("HERE"));
    const std::size_t caret = text.find("^~~~") - text.rfind('\n', text.find("^~~~"));
    CHECK(here == caret);
  }
}

TEST_CASE("text of a stranger can't move the cursor") {
  source_set files;
  files.add("a.yaml", "a\x1b[2Jb\n");
  diagnostic made = at(0, 1);
  made.message = "x\x1b[31m";
  const std::string text = report::to_text(made, files, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(report::to_text(made, files, {true}).find("\x1b[1;31merror") != std::string::npos);
}

TEST_CASE("a list of diagnostics ends with its counts") {
  source_set files;
  files.add("a.yaml", "a: b\n");
  diagnostics found;
  CHECK(report::to_text(found, files, {}).empty());
  found.add(at(0, 1));
  diagnostic warning = at(3, 1);
  warning.severity = severity::warning;
  found.add(warning);
  CHECK(report::to_text(found, files, {}).ends_with("\n\n1 error, 1 warning\n"));
  const auto json = report::to_json(found, files);
  CHECK(json["errors"] == 1);
  CHECK(json["warnings"] == 1);
  CHECK(json["diagnostics"][1]["at"]["column"] == 4);
}
