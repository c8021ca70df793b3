#include "parley/graph/name_table.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace parley;

TEST_CASE("rows are found by name in tables of any size, and other names aren't") {
  for (const std::size_t rows : {0U, 1U, 2U, 3U, 7U, 100U, 5000U}) {
    std::vector<std::string> names;
    graph::name_table table(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      names.push_back((i % 3 == 0 ? "A_LONG_COMMON_BEGINNING_" : "N") + std::to_string(i));
      table.add(names.back(), static_cast<std::uint32_t>(i));
    }
    const auto find = [&](const std::string& name) {
      return table.find(name, [&](std::uint32_t row) { return names[row] == name; });
    };
    for (std::size_t i = 0; i < rows; ++i) CHECK(find(names[i]) == i);
    CHECK(find("") == no_index);
    CHECK(find("N") == no_index);
    CHECK(find("A_LONG_COMMON_BEGINNING_x") == no_index);
  }
}
