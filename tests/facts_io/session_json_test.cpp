#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "facts_io/reading.hpp"
#include "parley/base/limits.hpp"

using namespace parley;
using namespace parley::test;

namespace {

session sample() {
  session s;
  s.id = "s-1 \"quoted\" \\ \n é \U0001F600 \xE2\x80\xAE";
  s.pack_digest = std::string(64, 'a');
  s.cart_hash = std::string(64, 'd');
  s.answered = {1'795'341'600, 5};
  s.customer = "c-1001";
  s.revision = 18'446'744'073'709'551'615ULL;
  s.round = 3;
  s.step = 2;
  s.granted = 1ULL << 63;
  s.has_best_ask = true;
  s.best_ask = -5;
  s.fired = 5;
  s.offers_made = 2;
  terms t;
  t.id = "0123456789abcdef";
  t.revision = 2;
  t.items = {{"HAGGLE", true, 8'000'000}, {"TOTE", false, 0}};
  t.subtotal = 6'400;
  t.discount = 512;
  t.shipping = 599;
  t.total = 6'487;
  t.concession = 912;
  t.worth = 900;
  t.made = {1'795'341'600, 123'456'789};
  t.expires = {1'795'343'400, 123'456'789};
  t.cart_hash = s.cart_hash;
  t.pack_digest = s.pack_digest;
  t.voids_mark = "v";
  t.obligations = {0, 4};
  t.reserve = true;
  s.standing = t;
  return s;
}

read_result<session> session_of(std::string text, const session_check& check = {}) {
  read_result<session> made;
  made.sources.add("session.json", std::move(text));
  made.content = read_session(made.sources, 0, check, made.found);
  CHECK(made.content.has_value() == made.found.empty());
  return made;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

/// Every place of a JSON tree, as a pointer.
void places_in(const nlohmann::ordered_json& tree, const nlohmann::ordered_json::json_pointer& at,
               std::vector<nlohmann::ordered_json::json_pointer>& all) {
  if (!at.empty()) all.push_back(at);
  if (tree.is_object()) {
    for (const auto& [key, below] : tree.items()) places_in(below, at / key, all);
  } else if (tree.is_array()) {
    for (std::size_t i = 0; i < tree.size(); ++i) places_in(tree[i], at / i, all);
  }
}

}  // namespace

TEST_CASE("whatever is altered in a session is refused, or read as it stands there") {
  using nlohmann::ordered_json;
  const std::string text = write_session(sample());
  const ordered_json whole = ordered_json::parse(text);
  std::vector<ordered_json::json_pointer> places;
  places_in(whole, ordered_json::json_pointer(), places);
  CHECK(places.size() > 40);
  const std::vector<ordered_json> others = {nullptr,
                                            true,
                                            "x",
                                            "",
                                            -1,
                                            0,
                                            7,
                                            1.5,
                                            ordered_json::array(),
                                            ordered_json::object(),
                                            ordered_json::array({"x"}),
                                            18'446'744'073'709'551'615ULL,
                                            "2026-11-22T10:00:00Z"};
  std::size_t refused = 0;
  const auto check = [&](const ordered_json& altered, const std::string& where) {
    const auto read = session_of(altered.dump());
    INFO(where << ": " << altered.dump());
    if (read.content) {
      CHECK(ordered_json::parse(write_session(*read.content)) == altered);
    } else {
      ++refused;
    }
  };
  for (const auto& at : places) {
    for (const ordered_json& other : others) {
      ordered_json altered = whole;
      altered[at] = other;
      if (altered != whole) check(altered, at.to_string());
    }
    ordered_json less = whole;
    if (less[at.parent_pointer()].is_object()) {
      less[at.parent_pointer()].erase(at.back());
      check(less, at.to_string() + " left out");
    }
    ordered_json more = whole;
    if (more[at].is_object()) {
      more[at]["extra"] = 1;
      check(more, at.to_string() + " with more");
    }
  }
  CHECK(refused > 300);
}

TEST_CASE("bytes that are no text are written as the sign for these") {
  session s;
  s.id = "a\xFF\xC3(\xED\xA0\x80\xF0\x9F";
  const auto read = session_of(write_session(s));
  INFO(read.message());
  REQUIRE(read.content);
  const std::string sign = "\xEF\xBF\xBD";
  CHECK(read.content->id == "a" + sign + sign + "(" + sign + sign + sign + sign + sign);
}

TEST_CASE("a session survives its text, byte for byte") {
  for (const session& s : {session{}, sample()}) {
    const std::string text = write_session(s);
    const auto read = session_of(text);
    INFO(text);
    INFO(read.message());
    REQUIRE(read.content);
    CHECK(*read.content == s);
    CHECK(write_session(*read.content) == text);
  }
}

TEST_CASE("a fresh session is short and plain") {
  session s;
  s.id = "s-1";
  CHECK(
      write_session(s) ==
      R"({"version":2,"id":"s-1","pack":"","cart":"","customer":"","intent":"","revision":0,)"
      R"("round":0,"answered":"1970-01-01T00:00:00Z","granted":0,"tried":0,"ended":false,"closed":false,"silent":0,"fired":0,)"
      R"("offers_made":0})");
}

TEST_CASE("a session that was laid out anew is still the same") {
  const std::string text = write_session(sample(), "key");
  std::string spaced = replaced(text, ",\"round\"", ",\n  \"round\"");
  const auto read = session_of(spaced, {"key", 0});
  REQUIRE(read.content);
  CHECK(*read.content == sample());
}

TEST_CASE("a seal binds the content to the host's key") {
  const std::string sealed = write_session(sample(), "key");
  CHECK(session_of(sealed, {"key", 0}).content);
  CHECK(session_of(sealed).content);
  CHECK(session_of(sealed, {"other", 0}).faults().ends_with("PL6041"));
  CHECK(session_of(write_session(sample()), {"key", 0}).faults() == "1:1 PL6041");
  CHECK(session_of(replaced(sealed, "\"round\":3", "\"round\":0"), {"key", 0})
            .faults()
            .ends_with("PL6041"));
  CHECK(
      session_of(replaced(sealed, "8000000", "12000000"), {"key", 0}).faults().ends_with("PL6041"));
}

TEST_CASE("a host seals with the HMAC of its own library") {
  // A module that holds the secret under a name, and counts how often it is asked.
  int asked = 0;
  const session_mac module = [&](std::string_view name, std::string_view text) {
    ++asked;
    return hmac_sha256(name == "vault/1" ? "key" : "other", text);
  };
  const std::string sealed = write_session(sample(), "vault/1", module);
  CHECK(asked == 1);
  CHECK(sealed == write_session(sample(), "key"));
  CHECK(session_of(sealed, {"vault/1", 0, module}).content);
  CHECK(asked == 2);
  CHECK(session_of(sealed, {"vault/2", 0, module}).faults().ends_with("PL6041"));
  CHECK(session_of(write_session(sample()), {"vault/1", 0, module}).faults() == "1:1 PL6041");
}

TEST_CASE("an earlier revision than the last one seen is refused") {
  session s;
  s.revision = 4;
  CHECK(session_of(write_session(s), {{}, 4}).content);
  CHECK(session_of(write_session(s), {{}, 5}).faults() == "1:1 PL6042");
}

TEST_CASE("reading is strict") {
  session s;
  const std::string text = write_session(s);
  CHECK(session_of(replaced(text, "\"version\":2", "\"version\":1")).faults() == "1:12 PL6040");
  CHECK(session_of(replaced(text, "\"round\":0,", "")).faults() == "1:1 PL6040");
  CHECK(session_of(replaced(text, "\"round\":0", "\"round\":0,\"rounds\":1")).faults() ==
        "1:92 PL6040");
  CHECK(session_of(replaced(text, "\"round\":0", "\"round\":0,\"round\":1")).faults() ==
        "1:92 PL1007");
  CHECK(session_of(replaced(text, "\"round\":0", "\"round\":1.5")).faults() == "1:89 PL6040");
  CHECK(session_of(replaced(text, "\"round\":0", "\"round\":\"0\"")).faults() == "1:90 PL6040");
  CHECK(session_of(replaced(text, "\"round\":0", "\"round\":-1")).faults() == "1:89 PL6040");
  CHECK(session_of(replaced(text, "\"round\":0", "\"round\":4294967296")).faults() ==
        "1:89 PL6040");
  CHECK(
      session_of(replaced(text, "\"ended\":false", "\"ended\":null")).faults().ends_with("PL1011"));
  CHECK(session_of(replaced(text, "\"id\":\"\"", "\"id\":7")).faults() == "1:19 PL6040");
  CHECK(session_of("[]").faults() == "1:1 PL6040");
  CHECK(session_of("").faults() == "1:1 PL1016");
  CHECK(session_of(std::string(caps::session_bytes + 1, ' ')).faults() == "1:1 PL6040");
  const std::string full = write_session(sample());
  CHECK(session_of(replaced(full, "\"made\":\"2026", "\"made\":\"20x6"))
            .faults()
            .ends_with("PL6040"));
  CHECK(session_of(replaced(full, "\"worth\":900", "\"worth\":900,\"extra\":1"))
            .faults()
            .ends_with("PL6040"));
}
