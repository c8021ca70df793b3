#include "conformance/case_file.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "parley/base/diagnostic.hpp"
#include "yaml/reader.hpp"

namespace parley::suite {

namespace {

using json = nlohmann::ordered_json;

[[noreturn]] void broken(const std::string& path, const std::string& why) {
  throw std::runtime_error(path + ": " + why);
}

std::vector<std::string> texts(const yaml::document& all, const yaml::node& list,
                               const std::string& path) {
  if (list.kind != yaml::node_kind::sequence) broken(path, "a list is wanted");
  std::vector<std::string> out;
  for (const std::uint32_t child : all.children_of(list)) {
    if (all[child].kind != yaml::node_kind::scalar) broken(path, "a list of texts is wanted");
    out.push_back(all[child].text);
  }
  return out;
}

void set_key(case_file& to, const std::string& key, const yaml::document& all,
             const yaml::node& content, const std::string& path) {
  if (key == "offers" || key == "objective" || key == "say" || key == "never") {
    auto& list = key == "offers"  ? to.offers
                 : key == "say"   ? to.say
                 : key == "never" ? to.never
                                  : to.objective;
    list = texts(all, content, path);
    return;
  }
  if (content.kind != yaml::node_kind::scalar) broken(path, "`" + key + "` is a text");
  const std::string& text = content.text;
  if (key == "title") {
    to.title = text;
  } else if (key == "about") {
    to.about = text;
  } else if (key == "pack") {
    to.pack = text;
  } else if (key == "facts") {
    to.facts = text;
  } else if (key == "ask") {
    to.ask = text;
  } else if (key == "intent") {
    to.intent = text;
  } else if (key == "accept_partial") {
    to.accept_partial = text == "true";
  } else if (key == "audience") {
    to.audience = text;
  } else if (key == "saving") {
    to.saving = text;
  } else if (key == "catalog") {
    to.catalog = text;
  } else if (key == "expect") {
    to.expect = json::parse(text, nullptr, false);
    if (to.expect.is_discarded()) broken(path, "`expect` is no JSON");
  } else {
    broken(path, "unknown key `" + key + "`");
  }
}

}  // namespace

case_file read_case(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  source_set sources;
  diagnostics found;
  const std::optional<yaml::document> read =
      yaml::read(sources, sources.add(path, std::move(text)), found);
  if (!read || found.has_errors()) broken(path, found.items().front().message);
  const yaml::node& root = (*read)[read->root];
  if (root.kind != yaml::node_kind::mapping) broken(path, "a mapping is wanted");
  case_file out;
  const auto parts = read->children_of(root);
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    set_key(out, (*read)[parts[i]].text, *read, (*read)[parts[i + 1]], path);
  }
  if (out.title.empty() || out.about.empty() || out.pack.empty() || out.ask.empty() ||
      out.expect.is_null()) {
    broken(path, "title, about, pack, ask and expect are wanted");
  }
  return out;
}

std::string difference(const json& expected, const json& actual, const std::string& where) {
  if (expected.is_object()) {
    if (!actual.is_object()) return where + ": an object is expected, not " + actual.dump();
    for (const auto& [key, value] : expected.items()) {
      if (!actual.contains(key)) return where + "." + key + " is missing";
      if (std::string other = difference(value, actual[key], where + "." + key); !other.empty()) {
        return other;
      }
    }
    return {};
  }
  if (expected.is_array()) {
    if (!actual.is_array() || actual.size() != expected.size()) {
      return where + ": expected " + expected.dump() + ", not " + actual.dump();
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      std::string other = difference(expected[i], actual[i], where + "[" + std::to_string(i) + "]");
      if (!other.empty()) return other;
    }
    return {};
  }
  if (expected == actual) return {};
  return where + ": expected " + expected.dump() + ", not " + actual.dump();
}

}  // namespace parley::suite
