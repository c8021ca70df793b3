// The rules of a workload as straight C++ without a branch, 64 to a function: what a compiler makes
// of them is the limit for anything that looks at every rule.
#pragma once

#include <cstdint>
#include <string>

#include "../match/workloads.hpp"

namespace parley::bench {

/// `texts`: the facts come as text and are compared as text; else as numbers of their values.
/// Defines `extern "C" void straight(const F*, std::uint64_t*)`, where F is std::int32_t (-1:
/// missing) or a std::string_view with a number.
[[nodiscard]] inline std::string straight_source(const workload& w, bool texts) {
  std::string made =
      "#include <cstdint>\n#include <string_view>\n"
      "using namespace std::string_view_literals;\n"
      "struct text { std::string_view s; std::int64_t n; };\n"
      "using fact = " +
      std::string(texts ? "text" : "std::int32_t") + ";\n";
  const auto atom_source = [&](const atom& a) {
    const bool text = texts && w.attributes[a.attribute].kind == attribute_kind::text;
    const std::string slot = "f[" + std::to_string(a.attribute) + "]";
    const std::string number = texts ? slot + ".n" : slot;
    std::string test;
    if (a.range) {
      test = "(std::uint32_t(" + number + ")-" + std::to_string(a.values[0]) +
             "u<=" + std::to_string(a.values[1] - a.values[0]) + "u)";
    } else {
      for (const std::uint32_t v : a.values) {
        if (!test.empty()) test += "|";
        test += text ? "(" + slot + ".s==\"" + w.texts[a.attribute][v] + "\"sv)"
                     : "(" + number + "==" + std::to_string(v) + ")";
      }
      test = "(" + test + ")";
    }
    const std::string there = text ? "!" + slot + ".s.empty()" : number + ">=0";
    return a.negated ? "(!" + test + "&(" + there + "))" : test;
  };
  const auto all_source = [&](const std::vector<atom>& all) {
    std::string text;
    for (const atom& a : all) text += (text.empty() ? "" : "&") + atom_source(a);
    return text.empty() ? std::string("true") : "(" + text + ")";
  };
  std::string calls;
  for (std::size_t word = 0; word * 64 < w.rules.size(); ++word) {
    const std::string n = std::to_string(word);
    made += "static std::uint64_t w" + n + "(const fact* f) {\n  std::uint64_t m = 0;\n";
    for (std::size_t r = word * 64; r < std::min(w.rules.size(), word * 64 + 64); ++r) {
      std::string any;
      for (const auto& group : w.rules[r].any) any += (any.empty() ? "" : "|") + all_source(group);
      made += "  m |= std::uint64_t(" + all_source(w.rules[r].all) +
              (any.empty() ? "" : "&(" + any + ")") + ") << " + std::to_string(r % 64) + ";\n";
    }
    made += "  return m;\n}\n";
    calls += "  out[" + n + "] = w" + n + "(f);\n";
  }
  return made + "extern \"C\" void straight(const fact* f, std::uint64_t* out) {\n" + calls + "}\n";
}

}  // namespace parley::bench
