#include "parley/base/did_you_mean.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

using namespace parley;

TEST_CASE("edits are counted, swaps as one") {
  CHECK(edit_distance("customer", "customer", 3) == 0);
  CHECK(edit_distance("custmoer", "customer", 3) == 1);
  CHECK(edit_distance("cusomer", "customer", 3) == 1);
  CHECK(edit_distance("customers", "customer", 3) == 1);
  CHECK(edit_distance("Customer", "customer", 3) == 0);
  CHECK(edit_distance("kitten", "sitting", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("", "abc", 3) == 3);
  CHECK(edit_distance("", "", 0) == 0);
}

namespace {

/// The textbook table, whole.
std::size_t edits_by_table(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> t(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        t[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = t[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      t[i][j] = std::min({t[i - 1][j] + 1, t[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        t[i][j] = std::min(t[i][j], t[i - 2][j - 2] + 1);
    }
  }
  return t[a.size()][b.size()];
}

}  // namespace

TEST_CASE("edits are those of the textbook, for all short texts") {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; texts[i].size() < 5; ++i) {
    for (const char c : {'a', 'b', 'c'}) texts.push_back(texts[i] + c);
  }
  std::size_t differences = 0;
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      const std::size_t edits = edits_by_table(a, b);
      for (std::size_t most = 0; most <= most_edits; ++most) {
        differences += edit_distance(a, b, most) == std::min(edits, most + 1) ? 0 : 1;
      }
    }
  }
  CHECK(differences == 0);
}

TEST_CASE("the nearest name is offered, whatever the order") {
  const std::vector<std::string> names = {"customer.tier", "customer.orders", "channel"};
  CHECK(did_you_mean("customer.teir", names) == "customer.tier");
  CHECK(did_you_mean("chanel", names) == "channel");
  CHECK(did_you_mean("inventory.eta_days", names).empty());
  CHECK(did_you_mean("ab", std::vector<std::string>{"cd"}).empty());
  CHECK(did_you_mean("x", std::vector<std::string>{"y"}).empty());
  CHECK(did_you_mean("tee", std::vector<std::string>{"tea", "fee"}) == "fee");
  CHECK(did_you_mean("tee", std::vector<std::string>{"fee", "tea"}) == "fee");
  CHECK(did_you_mean("welcome10", std::vector<std::string>{"WELCOME10"}) == "WELCOME10");
}

TEST_CASE("help is a question or nothing") {
  const std::vector<std::string_view> names = {"channel"};
  CHECK(did_you_mean_help("chanel", names) == "did you mean `channel`?");
  CHECK(did_you_mean_help("zzz", names).empty());
}

TEST_CASE("the path that two dotted names share says nothing about their likeness") {
  const std::vector<std::string_view> names = {"customer.key", "customer.tier", "customer.orders"};
  CHECK(parley::did_you_mean("customer.fod", names).empty());
  CHECK(parley::did_you_mean("customer.teir", names) == "customer.tier");
  CHECK(parley::did_you_mean("costumer.tier", names) == "customer.tier");
}
