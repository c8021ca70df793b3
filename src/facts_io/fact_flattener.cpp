#include "facts_io/fact_flattener.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "facts_io/codes.hpp"
#include "parley/base/did_you_mean.hpp"

namespace parley::facts_io {

using yaml::node_kind;

fact_flattener::fact_flattener(input& in, fact_set& keeper, std::string_view what,
                               std::vector<std::string_view> names,
                               std::vector<std::string_view> also)
    : in_(in), keeper_(keeper), what_(what), names_(std::move(names)), also_(std::move(also)) {
  std::sort(names_.begin(), names_.end());
}

void fact_flattener::read(const input::node& mapping, fact_target& to) {
  seen_.clear();
  walk(mapping, {}, std::nullopt, to);
}

bool fact_flattener::begins_a_name(std::string_view prefix) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), prefix);
  const auto begins = [&](std::string_view name) {
    return name.size() > prefix.size() && name.starts_with(prefix) && name[prefix.size()] == '.';
  };
  // Names such as `a-b` may stand between `a` and `a.b`.
  for (auto i = found; i != names_.end() && i->starts_with(prefix); ++i) {
    if (begins(*i)) return true;
  }
  return std::any_of(also_.begin(), also_.end(), begins);
}

std::string_view fact_flattener::first_within(std::string_view prefix) const {
  for (const auto* names : {&names_, &also_}) {
    for (const std::string_view name : *names) {
      if (name.starts_with(prefix)) return name;
    }
  }
  return prefix;
}

/// Names that somebody may have meant: of facts, and of what they stand in.
std::vector<std::string> fact_flattener::candidates() const {
  std::vector<std::string> made(names_.begin(), names_.end());
  made.insert(made.end(), also_.begin(), also_.end());
  for (const std::string_view name : names_) {
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos;
         dot = name.find('.', dot + 1)) {
      made.emplace_back(name.substr(0, dot));
    }
  }
  return made;
}

void fact_flattener::refuse(const input::node& key, const std::string& path) {
  if (in_.options().ignore_unknown) return;
  std::string help = in_.may_search() ? did_you_mean_help(path, candidates()) : std::string();
  const std::string_view root = std::string_view(path).substr(0, path.find('.'));
  if (path == "intent") help = "the intent belongs to the proposal (`--intent`)";
  if (root == "so_far") help = "it is computed; leave it out";
  if (root == "cart" && what_ == "fact") help = "write it as a key of `cart:`";
  if (root == "line" && what_ == "fact") {
    help = "attributes of lines stand in the lines of `cart:`, without `line.`";
  }
  // Every line has these, so only an item of a catalog comes here.
  if (what_ != "fact" && (path == "id" || path == "qty"))
    help = "items of a catalog have none; leave it out";
  if (help.empty()) help = "declare it in the pack, or leave it out";
  in_.fail(codes::unknown_key, key, fmt::format("the pack has no {} `{}`", what_, path),
           std::move(help));
}

void fact_flattener::walk(const input::node& mapping, const std::string& prefix,
                          std::optional<timestamp> as_of, fact_target& to) {
  const auto entries = in_.children(mapping);
  const bool as_of_is_a_fact = to.named(prefix + "as_of") != no_index;
  if (!as_of_is_a_fact) {
    if (const input::node* dated = in_.find(mapping, "as_of")) as_of = in_.time(*dated, "`as_of`");
  }
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const input::node& key = in_.at(entries[i]);
    const input::node& content = in_.at(entries[i + 1]);
    if (content.nothing || (key.text == "as_of" && !as_of_is_a_fact)) continue;
    const std::string path = prefix + key.text;
    const std::uint32_t which = to.named(path);
    const bool known = which != no_index || to.special(path, content);
    if (known) {
      const auto [earlier, fresh] = seen_.emplace(path, key.at);
      if (!fresh) {
        in_.fail(codes::given_twice, key, fmt::format("`{}` is given twice", path),
                 "keep one of the two")
            .related.push_back({earlier->second, "the first one"});
        continue;
      }
    }
    if (which != no_index) {
      auto made = read_fact(in_, content, to.row(which), path, keeper_);
      if (!made) continue;
      if (!made->as_of) made->as_of = as_of;
      to.put(which, content, *made);
    } else if (!known && begins_a_name(path)) {
      if (content.kind == node_kind::mapping) {
        walk(content, path + ".", as_of, to);
      } else {
        in_.fail(codes::wrong_shape, content,
                 fmt::format("`{}` must be a mapping, found {}", path, describe(content)),
                 fmt::format("it holds {}s such as `{}`", what_, first_within(path + ".")));
      }
    } else if (!known) {
      refuse(key, path);
    }
  }
}

}  // namespace parley::facts_io
