// What `parley diff` shows is true: each witness is a test that passes under the new pack and fails
// under the old one, when `parley test` runs it.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/places.hpp"

namespace fs = std::filesystem;

namespace {

struct folder {
  folder() {
    std::string name = (fs::temp_directory_path() / "parley-diff-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  void write(const std::string& file, const std::string& text) const {
    std::ofstream(path / file) << text;
  }
  [[nodiscard]] std::string read(const std::string& file) const {
    std::ifstream in(path / file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  [[nodiscard]] int run(const std::string& arguments) const {
    const std::string command = "cd '" + path.string() + "' && '" PARLEY_BINARY "' " + arguments;
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  fs::path path;
};

using edits = std::vector<std::pair<std::string, std::string>>;

std::string edited(std::string text, const edits& all) {
  for (const auto& [from, to] : all) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string winter() {
  std::ifstream in(parley::test::source_dir() + "/rules-examples/winter-campaign/winter.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The changes between two packs, after each witness was tried as a test of both.
nlohmann::json checked_diff(const std::string& before, const std::string& after) {
  const folder here;
  here.write("before.yaml", before);
  here.write("after.yaml", after);
  REQUIRE(here.run("diff before.yaml after.yaml --json > diff.json") == 0);
  const nlohmann::json diff = nlohmann::json::parse(here.read("diff.json"));
  for (const nlohmann::json& change : diff["changes"]) {
    if (change["witness"].is_null()) continue;
    const std::string test = change["witness"]["test"];
    INFO(change["summary"] << "\n" << test);
    here.write("after_test.yaml", test);
    here.write("before_test.yaml", test);
    CHECK(here.run("test after.yaml > told.txt 2>&1") == 0);
    INFO(here.read("told.txt"));
    CHECK(here.run("test before.yaml > told.txt 2>&1") != 0);
  }
  return diff;
}

struct expected_change {
  std::string kind;
  std::string direction;
  std::string name;  ///< part of name or summary
  bool shown = true;
};

void check_changes(const edits& all, const std::vector<expected_change>& expected) {
  const std::string before = winter();
  const nlohmann::json diff = checked_diff(before, edited(before, all));
  CHECK_FALSE(diff["same"].get<bool>());
  for (const expected_change& e : expected) {
    bool found = false;
    for (const nlohmann::json& change : diff["changes"]) {
      const std::string text =
          change["name"].get<std::string>() + "\n" + change["summary"].get<std::string>();
      if (change["kind"] != e.kind || text.find(e.name) == std::string::npos) continue;
      found = true;
      INFO(e.kind << ' ' << e.name << '\n' << change.dump(2));
      CHECK(change["direction"] == e.direction);
      CHECK(change["witness"].is_null() == !e.shown);
    }
    INFO(e.kind << ' ' << e.name << '\n' << diff.dump(2));
    CHECK(found);
  }
}

TEST_CASE("a limit that was loosened is shown by a cart") {
  check_changes({{"discount <= 8% of subtotal", "discount <= 10% of subtotal"}},
                {{"limit", "loosened", "unverified-cap"}});
}

TEST_CASE("limits that were tightened, lifted and softened") {
  check_changes({{"  - concession <= 30% of subtotal\n", "  - concession <= 12% of subtotal\n"},
                 {"  - uses of WELCOME10 per customer <= 1\n", ""},
                 {"else: escalate to supervisor", "else: deny"}},
                {{"limit", "tightened", "concession"},
                 {"limit", "loosened", "uses of WELCOME10"},
                 {"limit", "tightened", "unverified-cap"}});
}

TEST_CASE("offers that changed, came and went") {
  check_changes({{"give: 10% off order", "give: 9% off order"},
                 {"1%..12% step 1%", "1%..14% step 1%"},
                 {"  COASTER: {give: gift SKU-COASTER, class: gift, cost: 1.50, worth: 5.00, when: "
                  "cart.subtotal >= 75}\n",
                  "  MUG: {give: gift SKU-MUG, class: gift, cost: 2.00, worth: 5.00}\n"}},
                {{"offer", "tightened", "WELCOME10"},
                 {"offer", "loosened", "HAGGLE"},
                 {"offer", "tightened", "COASTER"},
                 {"offer", "loosened", "MUG"}});
}

TEST_CASE("conditions that became weaker, stronger or other") {
  check_changes({{"when: customer.orders == 0", "when: customer.orders <= 3"},
                 {"when: cart.subtotal >= 50", "when: cart.subtotal >= 60"},
                 {"when: customer.verified || channel == \"web\"", "when: customer.verified"}},
                {{"offer", "changed", "WELCOME10"},
                 {"offer", "tightened", "FREESHIP"},
                 {"offer", "tightened", "HAGGLE"}});
}

TEST_CASE("pairs that may be combined, and no longer") {
  check_changes(
      {{"  - HAGGLE with FREESHIP\n", "  - HAGGLE with EXPRESS\n"}},
      {{"pair", "tightened", "FREESHIP + HAGGLE"}, {"pair", "loosened", "EXPRESS + HAGGLE"}});
}

TEST_CASE("playbooks, handoffs and selectors") {
  check_changes({{"limits: [discount <= 5% of subtotal]", "limits: [discount <= 7% of subtotal]"},
                 {"conversation.sentiment < -0.5", "conversation.sentiment < -0.2"},
                 {"tea: line.category == \"tea\"", "tea: line.category == \"coffee\""}},
                {{"limit", "loosened", "price_match"},
                 {"handoff", "tightened", "to human"},
                 {"selector", "changed", "tea"}});
}

TEST_CASE("words, names, places and the order of what has no order change no decision") {
  const std::string before = winter();
  const nlohmann::json diff = checked_diff(
      before,
      edited(before, {{"because: unverified customers are a fraud risk", "because: fraud"},
                      {"version: 3", "version: 4"},
                      {"  - margin >= 18%\n", ""},
                      {"  - concession <= 30%", "  - margin >= 18%\n  - concession <= 30%"}}));
  CHECK(diff["same"].get<bool>());
  for (const nlohmann::json& change : diff["changes"]) CHECK(change["direction"] == "neutral");
}

TEST_CASE("an image stands for its pack") {
  const folder here;
  const std::string before = winter();
  here.write("before.yaml", before);
  here.write("after.yaml", edited(before, {{"1%..12% step 1%", "1%..13% step 1%"}}));
  REQUIRE(here.run("build before.yaml -o before.parley > /dev/null") == 0);
  REQUIRE(here.run("build after.yaml -o after.parley > /dev/null") == 0);
  REQUIRE(here.run("diff before.yaml after.yaml > of_yaml.txt") == 0);
  REQUIRE(here.run("diff before.parley after.parley > of_images.txt") == 0);
  CHECK(here.read("of_yaml.txt") == here.read("of_images.txt"));
  CHECK(here.run("diff before.yaml before.parley --exit-code > /dev/null") == 0);
  CHECK(here.run("diff before.parley after.yaml --exit-code > /dev/null") == 1);
}

}  // namespace
