#include "packtest/fact_layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "packtest/codes.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "yaml/codes.hpp"

namespace parley::packtest {

using yaml::node_kind;

namespace {

/// `{unknown: missing}`.
bool is_missing(const yaml::document& from, const yaml::node& n) {
  if (n.kind != node_kind::mapping || n.count != 2) return false;
  const auto pair = from.children_of(n);
  return from[pair[0]].text == "unknown" && from[pair[1]].text == "missing";
}

yaml::node key_node(std::string_view text, span at) {
  yaml::node made;
  made.text = text;
  made.at = at;
  return made;
}

}  // namespace

fact_layers::zone fact_layers::zone_of(std::string_view path, zone above) const {
  if (above == zone::cart) return zone::cart;
  if (above != zone::facts) return zone::leaf;
  if (path == "cart") return zone::cart;
  if (path == "counters") return zone::raw;
  if (path == "approvals" || rules_->schema().fact_named(path) != no_index) return zone::leaf;
  return zone::facts;
}

fact_layers::tree fact_layers::copy(const yaml::document& from, const yaml::node& n) {
  tree made;
  made.self = n;
  const auto children = from.children_of(n);
  if (n.kind == node_kind::mapping) {
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      made.entries.push_back({from[children[i]], copy(from, from[children[i + 1]])});
    }
  } else if (n.kind == node_kind::sequence) {
    for (const std::uint32_t child : children) made.items.push_back(copy(from, from[child]));
  }
  return made;
}

fact_layers::tree* fact_layers::descend(tree& at, std::string_view name, span key_at) {
  if (at.self.kind == node_kind::sequence) {
    std::vector<std::string> known;
    for (tree& item : at.items) {
      for (const entry& e : item.entries) {
        if (e.key.text != "id" && e.key.text != "method") continue;
        if (e.content.self.text == name) return &item;
        known.push_back(e.content.self.text);
      }
    }
    const std::string near = did_you_mean_help(name, known);
    found_->error(codes::unknown_line, key_at, fmt::format("the cart has no line `{}`", name),
                  near.empty() ? "a line that isn't there yet needs the whole list" : near);
    return nullptr;
  }
  if (at.self.kind != node_kind::mapping) {
    const span place = at.self.at;
    at = {};
    at.self.kind = node_kind::mapping;
    at.self.at = place;
  }
  for (entry& e : at.entries) {
    if (e.key.text == name) return &e.content;
  }
  at.entries.push_back({key_node(name, key_at), {}});
  tree& made = at.entries.back().content;
  made.self.kind = node_kind::mapping;
  made.self.at = key_at;
  return &made;
}

void fact_layers::put(position into, std::string_view key, span at, const yaml::document& from,
                      const yaml::node& content, std::size_t depth) {
  std::string_view rest = key;
  while (true) {
    if (++depth > 2 * caps::yaml_depth) {
      found_->error(yaml::codes::too_deep, at, "facts are nested too deeply",
                    fmt::format("at most {} levels are allowed", caps::yaml_depth));
      return;
    }
    const bool splits = into.keys == zone::facts || into.keys == zone::cart;
    const std::size_t dot = splits ? rest.find('.') : std::string_view::npos;
    const std::string_view name = rest.substr(0, dot);
    if (!into.path.empty()) into.path += '.';
    into.path += name;
    const zone below = zone_of(into.path, into.keys);
    const bool last = dot == std::string_view::npos || below == zone::leaf;
    if (last && below == zone::leaf && dot != std::string_view::npos) {
      into.path.append(rest.substr(dot));  // no fact is called so: the reader will tell
    }
    if (last) {
      const std::string_view own = below == zone::leaf ? rest : name;
      const bool fact = rules_->schema().fact_named(into.path) != no_index;
      if (into.at->self.kind == node_kind::mapping && is_missing(from, content) && !fact) {
        std::erase_if(into.at->entries, [&](const entry& e) { return e.key.text == own; });
        return;
      }
      tree* const slot = descend(*into.at, own, at);
      if (slot == nullptr) return;
      const bool whole = content.kind != node_kind::mapping || below == zone::leaf;
      if (whole) {
        *slot = copy(from, content);
        return;
      }
      if (slot->self.kind == node_kind::scalar) {
        *slot = {};
        slot->self.kind = node_kind::mapping;
      }
      if (slot->self.kind == node_kind::mapping) slot->self.at = content.at;
      merge({slot, into.path, below}, from, content, {}, depth);
      return;
    }
    rest = rest.substr(dot + 1);
    into.at = descend(*into.at, name, at);
    if (into.at == nullptr) return;
    into.keys = below;
  }
}

void fact_layers::merge(const position& into, const yaml::document& from, const yaml::node& mapping,
                        const std::vector<std::string_view>& leave_out, std::size_t depth) {
  const auto children = from.children_of(mapping);
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    const yaml::node& key = from[children[i]];
    const yaml::node& content = from[children[i + 1]];
    if (content.nothing ||
        std::find(leave_out.begin(), leave_out.end(), key.text) != leave_out.end()) {
      continue;
    }
    put(into, key.text, key.at, from, content, depth);
  }
}

void fact_layers::add(const yaml::document& from, const yaml::node& mapping,
                      const std::vector<std::string_view>& leave_out) {
  merge({&root_, {}, zone::facts}, from, mapping, leave_out, 0);
}

void fact_layers::set(const yaml::document& from, std::string_view path, span at,
                      const yaml::node& content) {
  put({&root_, {}, zone::facts}, path, at, from, content, 0);
}

void fact_layers::set_text(std::string_view path, span at, std::string text) {
  yaml::node content;
  content.text = std::move(text);
  content.at = at;
  put({&root_, {}, zone::facts}, path, at, {}, content, 0);
}

bool fact_layers::has_approvals() const {
  return std::any_of(root_.entries.begin(), root_.entries.end(),
                     [](const entry& e) { return e.key.text == "approvals"; });
}

void fact_layers::drop_approvals() {
  std::erase_if(root_.entries, [](const entry& e) { return e.key.text == "approvals"; });
}

void fact_layers::fill_approvals(
    const std::vector<std::pair<std::string_view, std::string>>& missing) {
  for (entry& list : root_.entries) {
    if (list.key.text != "approvals") continue;
    for (tree& item : list.content.items) {
      if (item.self.kind != node_kind::mapping) continue;
      for (const auto& [name, text] : missing) {
        const bool given = std::any_of(item.entries.begin(), item.entries.end(),
                                       [&, n = name](const entry& e) { return e.key.text == n; });
        if (given) continue;
        tree made;
        made.self = key_node(text, item.self.at);
        item.entries.push_back({key_node(name, item.self.at), std::move(made)});
      }
    }
  }
}

std::uint32_t fact_layers::write(const tree& t, yaml::document& to) {
  std::vector<std::uint32_t> children;
  for (const entry& e : t.entries) {
    yaml::node key = e.key;
    key.first = key.count = 0;
    to.nodes.push_back(std::move(key));
    children.push_back(static_cast<std::uint32_t>(to.nodes.size() - 1));
    children.push_back(write(e.content, to));
  }
  for (const tree& item : t.items) children.push_back(write(item, to));
  yaml::node made = t.self;
  made.first = static_cast<std::uint32_t>(to.children.size());
  made.count = static_cast<std::uint32_t>(children.size());
  to.children.insert(to.children.end(), children.begin(), children.end());
  to.nodes.push_back(std::move(made));
  return static_cast<std::uint32_t>(to.nodes.size() - 1);
}

yaml::document fact_layers::build(std::uint32_t file, span at) const {
  yaml::document made;
  made.file = file;
  made.root = write(root_, made);
  if (!made.nodes[made.root].at.known()) made.nodes[made.root].at = at;
  return made;
}

}  // namespace parley::packtest
