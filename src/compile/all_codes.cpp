// The one list of all diagnostic codes, gathered from the rooms that own them.
#include <algorithm>
#include <vector>

#include "analysis/codes.hpp"
#include "check/codes.hpp"
#include "check/condition_codes.hpp"
#include "compile/codes.hpp"
#include "facts_io/codes.hpp"
#include "layout/codes.hpp"
#include "packtest/codes.hpp"
#include "parley/compiler/codes.hpp"
#include "syntax/condition_codes.hpp"
#include "syntax/pack_codes.hpp"
#include "yaml/codes.hpp"

namespace parley {

std::span<const code_info* const> all_codes() {
  static const std::vector<const code_info*> codes = [] {
    std::vector<const code_info*> list;
    const auto take = [&](const auto& room) {
      list.insert(list.end(), std::begin(room), std::end(room));
    };
    take(yaml::codes::all_codes);
    take(syntax::codes::all_condition_codes);
    take(syntax::codes::all_pack_codes);
    take(check::codes::all_condition_codes);
    take(check::codes::all_check_codes);
    take(facts_io::codes::all_codes);
    take(analysis::codes::all_codes);
    take(packtest::codes::all_codes);
    take(layout::codes::all_codes);
    take(compile::codes::all_codes);
    std::sort(list.begin(), list.end(),
              [](const code_info* a, const code_info* b) { return a->code < b->code; });
    return list;
  }();
  return codes;
}

const code_info* code_named(std::string_view code) {
  const auto codes = all_codes();
  const auto found =
      std::lower_bound(codes.begin(), codes.end(), code,
                       [](const code_info* c, std::string_view name) { return c->code < name; });
  return found != codes.end() && (*found)->code == code ? *found : nullptr;
}

}  // namespace parley
