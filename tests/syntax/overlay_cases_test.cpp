// Overlays laid over one pack: what changes in it, or why they are refused:
// tests/syntax/refused/overlays.txt.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "pack_support.hpp"
#include "support/refusals.hpp"
#include "syntax/overlay.hpp"

namespace parley::syntax::test {
namespace {

const std::string base = R"(pack: p
currency: USD
facts:
  flag: {type: bool}
  orders: {type: int}
classes: [gift, spare]
selectors:
  tea: line.category == "tea"
offers:
  A: {give: 10% off order, class: order}
  B: {give: free shipping, when: flag}
  H: {give: 1%..12% step 1% off order}
stacking:
  - A with B
  - {rule: A excludes H, id: no, because: once}
limits:
  - discount <= 15% of subtotal
  - {limit: margin >= 18%, id: floor}
  - {limit: discount <= 5.00, id: cap, when: flag}
  - {limit: offers <= 3, id: few, else: escalate to boss}
  - {limit: concession <= orders * 5, id: computed}
playbooks:
  match: {offers: [A], limits: [discount <= 5% of subtotal, {limit: offers <= 1, id: one-only}]}
  open: {offers: [B]}
handoff: {when: orders > 100, to: human}
obligations: {kind: disclosure, text: hello}
negotiation: {ladder: [H 3%], rounds: 5}
wording:
  en: {allow: "Yes.", deny: "No."}
)";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The dump of the base under an overlay that changes nothing: ids are given.
const std::vector<std::string>& unchanged() {
  static const std::vector<std::string> made = [] {
    memory_files files;
    files.add("base.yaml", base);
    files.add("o.yaml", "overlay: p\nbase: base.yaml\nset: {}\n");
    return lines_of(load_outcome(files, "o.yaml"));
  }();
  return made;
}

/// The faults, or the lines of the dump that are new (`+`) and gone (`-`).
std::vector<std::string> laid_over(const std::vector<std::string>& lines) {
  std::string text = "overlay: p\nbase: base.yaml\n";
  for (const std::string& line : lines) text += line + "\n";
  memory_files files;
  files.add("base.yaml", base);
  files.add("o.yaml", text);
  diagnostics found;
  const loaded result = load_pack("o.yaml", files, found);
  if (!found.empty()) {
    found.sort();
    std::vector<std::string> said;
    for (const diagnostic& d : found.items()) {
      said.push_back(parley::test::told(d, [&](const span& s) {
        const place at = result.sources[s.file].at(s.offset);
        const bool own = result.sources[s.file].name() == "o.yaml";
        return (own ? std::to_string(at.line - 2) : "base " + std::to_string(at.line)) + ":" +
               std::to_string(at.column);
      }));
    }
    return said;
  }
  const std::vector<std::string>& before = unchanged();
  const std::vector<std::string> after = lines_of(dump(*result.parsed));
  std::vector<std::string> said;
  const auto missing_in = [&](const std::vector<std::string>& in, const std::string& line) {
    return std::count(in.begin(), in.end(), line) == 0;
  };
  for (const std::string& line : before) {
    if (missing_in(after, line)) said.push_back("- " + line);
  }
  for (const std::string& line : after) {
    if (missing_in(before, line)) said.push_back("+ " + line);
  }
  if (said.empty()) said.emplace_back("nothing changes");
  return said;
}

}  // namespace

TEST_CASE("overlays change what they name and nothing else, or are refused") {
  // The base itself is sound.
  CHECK(text_outcome(base).starts_with("pack p currency=USD"));
  parley::test::check_cases("syntax/refused/overlays.txt", 50, laid_over);
}

}  // namespace parley::syntax::test
