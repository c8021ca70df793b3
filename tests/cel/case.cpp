#include "cel/case.hpp"

#include <fstream>
#include <stdexcept>

namespace parley::cel {
namespace {

std::optional<std::string> maybe_text(const json& from, const char* key) {
  const auto found = from.find(key);
  if (found == from.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace

std::vector<test_case> read_cases(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("can't read " + path);
  std::vector<test_case> made;
  for (const json& item : json::parse(in)) {
    test_case c;
    c.suite = item.at("suite");
    c.section = item.at("section");
    c.name = item.at("name");
    c.expr = item.at("expr");
    c.protobuf = item.at("protobuf");
    c.container = item.at("container");
    c.type_env = item.at("typeEnv");
    c.bindings = item.at("bindings");
    c.unchecked = item.at("unchecked");
    c.check_only = item.at("checkOnly");
    c.fails = item.at("fails");
    c.value = item.at("value");
    if (item.contains("deducedType")) c.deduced = item.at("deducedType");
    c.tree = maybe_text(item, "ast");
    c.type = maybe_text(item, "type");
    c.refusal = item.at("refusal");
    made.push_back(std::move(c));
  }
  return made;
}

}  // namespace parley::cel
