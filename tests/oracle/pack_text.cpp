#include "oracle/generator.hpp"

namespace parley::oracle {
namespace {

void section(std::string& out, const std::string& name, const std::vector<std::string>& rows,
             const std::string& before) {
  if (rows.empty()) return;
  out += name + ":\n";
  for (const std::string& row : rows) out += "  " + before + row + "\n";
}

}  // namespace

std::string pack_text::yaml() const {
  std::string out = head;
  section(out, "facts", facts, "");
  section(out, "selectors", selectors, "");
  section(out, "classes", classes, "- ");
  section(out, "offers", offers, "");
  section(out, "stacking", stacking, "- ");
  section(out, "limits", limits, "- ");
  section(out, "playbooks", playbooks, "");
  return out;
}

}  // namespace parley::oracle
