#include "parley/base/did_you_mean.hpp"

#include <string>
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
