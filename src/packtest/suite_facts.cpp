// Fixtures of a test file and the facts of its cases.
#include <fmt/format.h>

#include <algorithm>

#include "facts_io/codes.hpp"
#include "facts_io/read_nodes.hpp"
#include "packtest/codes.hpp"
#include "packtest/suite_builder.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/facts/cart_hash.hpp"
#include "yaml/reader.hpp"

namespace parley::packtest {

using yaml::node_kind;

void suite_builder::fixtures(const node& n) {
  if (!in_.expect(n, node_kind::mapping, "`fixtures`")) return;
  const auto children = in_.children(n);
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    const node& key = in_.at(children[i]);
    const node& content = in_.at(children[i + 1]);
    if (content.nothing || !in_.expect(content, node_kind::mapping, "a fixture")) continue;
    fixtures_.emplace(key.text, fixture{&content, key.at});
  }
  // A fixture nobody uses is checked as well.
  for (const auto& [name, f] : fixtures_) {
    fact_layers layers(rules_, to_.found);
    std::vector<std::string> chain;
    use(name, *f.content, layers, chain);
    diagnostics found;
    static_cast<void>(
        facts_io::read_facts(rules_, layers.build(document_.file, f.content->at), options_, found));
    adopt(found);
  }
}

void suite_builder::given(const node& n, fact_layers& to) {
  std::vector<std::string> chain;
  const auto one = [&](const node& item) {
    if (item.kind == node_kind::scalar) {
      use(item.text, item, to, chain);
    } else if (in_.expect(item, node_kind::mapping, "an item of `given`")) {
      to.add(document_, item);
    }
  };
  if (n.kind != node_kind::sequence) return one(n);
  for (const std::uint32_t child : in_.children(n)) one(in_.at(child));
}

void suite_builder::use(std::string_view name, const node& at, fact_layers& to,
                        std::vector<std::string>& chain) {
  const auto found = fixtures_.find(name);
  if (found == fixtures_.end()) {
    std::vector<std::string_view> known;
    for (const auto& [other, f] : fixtures_) known.push_back(other);
    diagnostics said;
    const std::string near = did_you_mean_help(name, known);
    said.error(codes::unknown_fixture, at.at, fmt::format("there is no fixture `{}`", name),
               near.empty() ? "write it under `fixtures:`" : near);
    return adopt(said);
  }
  if (std::find(chain.begin(), chain.end(), name) != chain.end()) {
    diagnostics said;
    said.error(codes::fixture_circle, found->second.at,
               fmt::format("fixture `{}` extends itself", name),
               fmt::format("it goes {} -> {}", fmt::join(chain, " -> "), name));
    return adopt(said);
  }
  if (chain.size() >= caps::yaml_depth) {
    diagnostics said;
    said.error(codes::fixture_circle, found->second.at,
               fmt::format("more than {} fixtures extend each other", caps::yaml_depth),
               "let them extend fewer");
    return adopt(said);
  }
  chain.emplace_back(name);
  const node& content = *found->second.content;
  if (const node* base = in_.find(content, "extends")) {
    if (base->kind == node_kind::scalar) {
      use(base->text, *base, to, chain);
    } else if (in_.expect(*base, node_kind::sequence, "`extends`")) {
      for (const std::uint32_t child : in_.children(*base)) {
        use(in_.at(child).text, in_.at(child), to, chain);
      }
    }
  }
  if (const node* file = in_.find(content, "file")) add_file(*file, to);
  to.add(document_, content, {"extends", "file"});
  chain.pop_back();
}

void suite_builder::add_file(const node& named, fact_layers& to) {
  const yaml::document* const read = facts_file(named);
  if (read == nullptr) return;
  const node& root = (*read)[read->root];
  if (root.kind == node_kind::mapping) {
    to.add(*read, root);
    return;
  }
  diagnostics said;
  said.error(facts_io::codes::wrong_shape, root.at, "a facts file must be a mapping",
             "docs/facts.md shows one");
  adopt(said);
}

const yaml::document* suite_builder::facts_file(const node& named) {
  const auto name = in_.name(named, "`file`");
  if (!name) return nullptr;
  const auto [slot, fresh] = files_.try_emplace(std::string(*name));
  if (fresh) {
    const std::string path = path_beside(to_.path, slot->first);
    result<std::string> text = around_.read(path);
    if (!text.ok()) {
      to_.found.add({text.failure().code,
                     severity::error,
                     named.at,
                     text.failure().message,
                     "the path is read from the test file's folder",
                     {}});
      to_.unreadable = true;
      return nullptr;
    }
    const std::uint32_t file = to_.sources.add(path, std::move(text).value());
    slot->second = yaml::read(to_.sources, file, to_.found, yaml::mending::values);
  }
  return slot->second ? &*slot->second : nullptr;
}

std::optional<fact_set> suite_builder::read_layers(const fact_layers& layers, span at) {
  const auto read = [&](const fact_layers& from, diagnostics& found) {
    return facts_io::read_facts(rules_, from.build(document_.file, at), options_, found);
  };
  fact_layers bound = layers;
  if (layers.has_approvals()) {
    // An approval that doesn't say what it was given for is meant for just these facts.
    fact_layers bare = layers;
    bare.drop_approvals();
    diagnostics ignored;
    if (const std::optional<fact_set> facts = read(bare, ignored)) {
      const fact_slot& key = facts->customer_key();
      bound.fill_approvals(
          {{"pack", rules_.digest()},
           {"cart", cart_hash(*facts)},
           {"until", "9999-12-31T00:00:00Z"},
           {"customer", key.state == fact_state::known ? std::string(key.content.as_text())
                                                       : std::string("nobody")}});
    }
  }
  diagnostics found;
  std::optional<fact_set> made = read(bound, found);
  adopt(found);
  return made;
}

std::size_t suite_builder::facts_of(const fact_layers& layers, span at) {
  std::optional<fact_set> made = read_layers(layers, at);
  if (!made) return no_index;
  to_.facts.push_back(std::move(*made));
  return to_.facts.size() - 1;
}

void suite_builder::adopt(const diagnostics& found) {
  for (const diagnostic& d : found.items()) {
    if (told_.emplace(d.code, d.at.file, d.at.offset, d.message).second) to_.found.add(d);
  }
}

}  // namespace parley::packtest
