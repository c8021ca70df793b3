// Names and fields of conditions: facts, what is built in, selectors, variables.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "check/condition_checking.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/graph/expression_words.hpp"

namespace parley::check::detail {
namespace {

using graph::op;

struct built_in {
  std::string_view name;
  graph::op op;
  type_kind type;
  std::uint16_t detail = 0;
};
constexpr built_in built_ins[] = {
    {"cart.subtotal", op::cart_subtotal, type_kind::money},
    {"cart.quantity", op::cart_quantity, type_kind::integer},
    {"cart.lines", op::cart_lines, type_kind::list},
    {"cart.shipping", op::cart_shipping, type_kind::list},
    {"cart.currency", op::cart_currency, type_kind::string},
    {"so_far.subtotal", op::so_far, type_kind::money, 0},
    {"so_far.discount", op::so_far, type_kind::money, 1},
    {"so_far.shipping", op::so_far, type_kind::money, 2},
    {"so_far.total", op::so_far, type_kind::money, 3},
    {"now", op::now, type_kind::timestamp},
    {"customer.key", op::customer_key, type_kind::string},
    {"intent", op::intent, type_kind::string},
};

/// By graph::shipping_attribute.
constexpr std::array<type_kind, 4> shipping_types = {type_kind::string, type_kind::money,
                                                     type_kind::money, type_kind::percent};

/// What `type(x)` is compared with; CEL's names and ours.
constexpr std::pair<std::string_view, type_kind> type_names[] = {
    {"bool", type_kind::boolean},
    {"int", type_kind::integer},
    {"uint", type_kind::uinteger},
    {"double", type_kind::decimal},
    {"decimal", type_kind::decimal},
    {"money", type_kind::money},
    {"percent", type_kind::percent},
    {"string", type_kind::string},
    {"bytes", type_kind::bytes},
    {"timestamp", type_kind::timestamp},
    {"google.protobuf.Timestamp", type_kind::timestamp},
    {"duration", type_kind::duration},
    {"google.protobuf.Duration", type_kind::duration},
    {"list", type_kind::list},
    {"map", type_kind::map},
    {"null_type", type_kind::null},
    {"optional_type", type_kind::optional},
    {"type", type_kind::type},
};

constexpr const char* undeclared = "declare it under `facts:`; texts stand in quotes";

constexpr type_kind cel_type_names[] = {
    type_kind::boolean, type_kind::integer,   type_kind::uinteger, type_kind::real,
    type_kind::string,  type_kind::bytes,     type_kind::list,     type_kind::map,
    type_kind::null,    type_kind::timestamp, type_kind::duration, type_kind::type,
    type_kind::optional};

/// Of a record that no variable holds.
constexpr std::uint16_t no_slot = 0xFFFF;

std::string joined(const std::vector<std::string>& words, std::size_t count) {
  std::string made = words[0];
  for (std::size_t i = 1; i < count; ++i) made += "." + words[i];
  return made;
}

}  // namespace

/// The words of `a.b.c`, or nothing when it begins with something other than a name.
/// `optional_end`: the last word may be an optional selection.
std::optional<std::vector<std::string>> checker::words_of(expression_index i,
                                                          bool optional_end) const {
  std::vector<std::string> words;
  while (true) {
    const expression_node& n = node(i);
    if (n.optional && !(optional_end && words.empty())) return std::nullopt;
    // A presence test is a value of its own: nothing can be selected from its words.
    const bool asks = n.kind == expression_kind::has && words.empty();
    if (n.kind == expression_kind::name || (asks && n.count == 0)) {
      words.push_back(n.text);
      std::reverse(words.begin(), words.end());
      return words;
    }
    if (n.kind != expression_kind::select && !asks) return std::nullopt;
    words.push_back(n.text);
    i = operand(n, 0);
  }
}

checked checker::path(expression_index i, bool asks) {
  const expression_node& n = node(i);
  std::optional<std::vector<std::string>> words = words_of(i, true);
  if (!words) {
    checked target = visit_any(operand(n, 0));
    if (target.bad) return target;
    if (target.type.kind != type_kind::optional) return field(target, n.text, n, asks);
    const checked made = optional_field(target, n.text, n);
    if (!asks || made.bad) return made;
    return make(op::call, simple(type_kind::boolean), {made},
                static_cast<std::uint16_t>(graph::function::has_value));
  }
  std::size_t used = 0;
  checked made;
  const bool absolute = words->front().starts_with('.');
  if (absolute) words->front().erase(0, 1);
  const auto found = std::find_if(variables_.rbegin(), variables_.rend(),
                                  [&](const variable& v) { return v.name == words->front(); });
  const bool asks_name = asks && words->size() == 1;
  const auto no_fact = [&](std::string_view what) {
    return error(codes::macro_misuse, n,
                 fmt::format("has() asks for a fact or a field, `{}` is {}", words->front(), what),
                 "write has() of a declared fact or of a field, such as has(customer.tier)");
  };
  if (!absolute && found != variables_.rend()) {
    if (asks_name) return no_fact("a value");
    made = make(op::variable, found->type, {}, found->slot);
    made.size = found->size;
    used = 1;
  } else if (standard()) {
    made = global(*words, absolute, n, asks, used);
    if (scope_.unchecked) made.type = dynamic();
  } else {
    // The longest name that is declared; what follows selects from its value.
    for (used = words->size(); used > 0; --used) {
      const std::string full = joined(*words, used);
      const bool last = used == words->size();
      bool known = false;
      made = builtin(full, n, asks && last, known);
      if (known) {
        if (asks_name && !made.bad) return no_fact("built in");
        break;
      }
      const auto row =
          std::lower_bound(scope_.facts.begin(), scope_.facts.end(), full,
                           [](const scope_fact& f, const std::string& w) { return f.name < w; });
      if (row != scope_.facts.end() && row->name == full) {
        made = fact(static_cast<std::uint32_t>(row - scope_.facts.begin()), n, asks && last);
        break;
      }
      if (words->front() == "line" && used == 2) {
        const auto attribute =
            std::find_if(scope_.line_facts.begin(), scope_.line_facts.end(),
                         [&](const scope_fact& f) { return f.name == (*words)[1]; });
        if (attribute != scope_.line_facts.end()) {
          made = line_attribute(static_cast<std::uint32_t>(attribute - scope_.line_facts.begin()),
                                n, asks && last);
          break;
        }
      }
      if (used == 2) {
        const auto selector_row =
            std::find(scope_.selectors.begin(), scope_.selectors.end(), words->front());
        if (selector_row != scope_.selectors.end()) {
          made = selector(static_cast<std::uint32_t>(selector_row - scope_.selectors.begin()),
                          (*words)[1], n);
          break;
        }
      }
    }
    if (used == 0) {
      const std::string full = joined(*words, words->size());
      const auto type = std::find_if(std::begin(type_names), std::end(type_names),
                                     [&](const auto& t) { return t.first == full; });
      if (type == std::end(type_names) || asks) return unknown_name(full, n);
      return constant(value::type(type->second));
    }
  }
  if (asks && used == words->size() && !made.bad && made.type.kind != type_kind::boolean &&
      !open(made.type)) {
    return error(codes::macro_misuse, n, "has() asks for a fact or a field, this is neither",
                 "write has() of a declared fact or of a field, such as has(customer.tier)");
  }
  for (; used < words->size() && !made.bad; ++used) {
    const bool last = used + 1 == words->size();
    if (made.type.kind != type_kind::optional) {
      made = field(made, (*words)[used], n, asks && last);
      continue;
    }
    made = optional_field(made, (*words)[used], n);
    if (asks && last && !made.bad) {
      made = make(op::call, simple(type_kind::boolean), {made},
                  static_cast<std::uint16_t>(graph::function::has_value));
    }
  }
  return made;
}

/// The variable or type of CEL's own dialect that the first words name: the longest that there is,
/// looked up in the container, in what contains that, and so on. `used` becomes how many they are.
checked checker::global(const std::vector<std::string>& words, bool absolute,
                        const expression_node& n, bool asks, std::size_t& used) {
  for (used = words.size(); used > 0; --used) {
    const std::string name = joined(words, used);
    std::string_view container = absolute ? std::string_view() : scope_.container;
    while (true) {
      const std::string full = container.empty() ? name : fmt::format("{}.{}", container, name);
      const auto row =
          std::lower_bound(scope_.facts.begin(), scope_.facts.end(), full,
                           [](const scope_fact& f, const std::string& w) { return f.name < w; });
      if (row != scope_.facts.end() && row->name == full) {
        return fact(static_cast<std::uint32_t>(row - scope_.facts.begin()), n,
                    asks && used == words.size());
      }
      if (container.empty()) break;
      const std::size_t dot = container.rfind('.');
      container = container.substr(0, dot == std::string_view::npos ? 0 : dot);
    }
    const auto type = std::find_if(std::begin(cel_type_names), std::end(cel_type_names),
                                   [&](type_kind kind) { return cel_name_of(kind) == name; });
    if (type != std::end(cel_type_names)) {
      checked made = constant(value::type(*type));
      const std::vector<type_kind> shape = {*type};
      std::size_t at = 0;
      made.type = type_of_type(type_in(shape, at));
      return made;
    }
  }
  used = words.size();
  if (scope_.unchecked) return failing();
  return unknown_name(joined(words, words.size()), n);
}

checked checker::builtin(std::string_view full, const expression_node& n, bool asks, bool& known) {
  const auto found = std::find_if(std::begin(built_ins), std::end(built_ins),
                                  [&](const built_in& b) { return b.name == full; });
  if (found == std::end(built_ins)) return bad();
  known = true;
  if (found->op == op::so_far && !use_.so_far) {
    return error(codes::not_here, n, fmt::format("`{}` can't be read here", full),
                 "only offers of the order and shipping stages read so_far");
  }
  if (found->op == op::intent && !use_.intent) {
    return error(codes::not_here, n, "`intent` can't be read here");
  }
  if (asks) {
    if (found->op == op::customer_key)
      return make(op::has_customer_key, simple(type_kind::boolean), {});
    return constant(value::boolean(true));
  }
  static_type type = simple(found->type);
  if (found->type == type_kind::list) {
    static_type record = simple(type_kind::object);
    record.table = found->op == op::cart_lines ? graph::line_records : graph::shipping_records;
    type = list_of(record);
  }
  checked made = make(found->op, type, {}, found->detail);
  if (found->type == type_kind::list) {
    made.size = found->op == op::cart_lines ? caps::cart_lines : caps::shipping_methods;
    made.longest = full;
  }
  return made;
}

checked checker::fact(std::uint32_t row, const expression_node& n, bool asks) {
  const scope_fact& declared = scope_.facts[row];
  if (asks) return make(op::has_fact, simple(type_kind::boolean), {}, 0, row);
  need_guard({op::fact, row, 0}, declared, declared.name, n);
  checked made = make(op::fact, type_of(declared), {}, 0, row);
  made.declared = &declared;
  if (declared.type == type_kind::list || declared.type == type_kind::map) {
    made.size = declared.max_size == 0 ? caps::collection_default : declared.max_size;
    made.longest = declared.name;
  }
  return made;
}

checked checker::line_attribute(std::uint32_t row, const expression_node& n, bool asks) {
  const scope_fact& declared = scope_.line_facts[row];
  if (!use_.line) {
    return error(
        codes::not_here, n, fmt::format("`line.{}` has no line here", declared.name),
        fmt::format("write cart.lines.exists(l, l.{} ...) or use a selector", declared.name));
  }
  if (asks) return make(op::has_line_fact, simple(type_kind::boolean), {}, 0, row);
  need_guard({op::line_fact, row, 0}, declared, "line." + declared.name, n);
  checked made = make(op::line_fact, type_of(declared), {}, 0, row);
  made.declared = &declared;
  if (declared.type == type_kind::list || declared.type == type_kind::map) {
    made.size = declared.max_size == 0 ? caps::collection_default : declared.max_size;
    made.longest = "line." + declared.name;
  }
  return made;
}

checked checker::selector(std::uint32_t row, std::string_view name, const expression_node& n) {
  constexpr const auto& fields = graph::selector_words;
  const auto found = std::find(fields.begin(), fields.end(), name);
  if (found == fields.end()) {
    return error(codes::unknown_field, n, fmt::format("a selector has no `{}`", name),
                 did_you_mean(name, fields).empty() ? "it has subtotal, quantity and lines"
                                                    : did_you_mean_help(name, fields));
  }
  if (!use_.selectors) {
    return error(codes::not_here, n, "a selector can't read a selector",
                 "write its condition again");
  }
  const auto which = static_cast<std::uint16_t>(found - fields.begin());
  static_type type = simple(which == 0 ? type_kind::money : type_kind::integer);
  if (which == 2) {
    static_type record = simple(type_kind::object);
    record.table = graph::line_records;
    type = list_of(record);
  }
  checked made = make(op::selector_sum, type, {}, which, row);
  // Summed once a request, over all lines.
  made.cost = caps::cart_lines;
  made.longest = fmt::format("{}.{}", scope_.selectors[row], name);
  if (which == 2) made.size = caps::cart_lines;
  return made;
}

checked checker::field(const checked& target, std::string_view name, const expression_node& n,
                       bool asks) {
  if (target.type.kind == type_kind::map || open(target.type)) {
    const static_type element = open(target.type) ? dynamic() : pool_[target.type.element];
    const checked key = constant_text(std::string(name));
    return make(asks ? op::has_key : op::at, asks ? simple(type_kind::boolean) : element,
                {target, key});
  }
  if (target.type.kind != type_kind::object) {
    const bool sized = name == "size" || name == "length" || name == "count";
    return error(
        codes::unknown_field, n, fmt::format("{} has no fields", shown(target.type)),
        sized ? "write size(x)" : fmt::format("drop `.{}`, or declare a fact of that name", name));
  }
  if (target.type.table == graph::shipping_records) {
    const auto found = std::find(graph::shipping_words.begin(), graph::shipping_words.end(), name);
    if (found == graph::shipping_words.end()) {
      return error(codes::unknown_field, n, fmt::format("a shipping entry has no `{}`", name),
                   did_you_mean_help(name, graph::shipping_words));
    }
    const auto which = static_cast<std::uint16_t>(found - graph::shipping_words.begin());
    return make(asks ? op::has_shipping_field : op::shipping_field,
                simple(asks ? type_kind::boolean : shipping_types[which]), {target}, which);
  }
  const auto found = std::find_if(scope_.line_facts.begin(), scope_.line_facts.end(),
                                  [&](const scope_fact& f) { return f.name == name; });
  if (found == scope_.line_facts.end()) {
    std::vector<std::string_view> names;
    for (const scope_fact& f : scope_.line_facts) names.push_back(f.name);
    return error(codes::unknown_field, n, fmt::format("a cart line has no `{}`", name),
                 did_you_mean_help(name, names));
  }
  const auto row = static_cast<std::uint32_t>(found - scope_.line_facts.begin());
  if (asks) return make(op::has_line_field, simple(type_kind::boolean), {target}, 0, row);
  need_guard({op::line_field, row, record_of(target)}, *found,
             source(static_cast<expression_index>(&n - c_.nodes.data())), n);
  checked made = make(op::line_field, type_of(*found), {target}, 0, row);
  made.declared = &*found;
  if (found->type == type_kind::list || found->type == type_kind::map) {
    made.size = found->max_size == 0 ? caps::collection_default : found->max_size;
    made.longest = "line." + found->name;
  } else {
    made.size = 1;
  }
  return made;
}

/// What a guard of a record's field goes by: the variable that holds the record, if one does.
std::uint16_t checker::record_of(const checked& record) const {
  const typed_node& n = made_.nodes[record.node];
  return n.op == op::variable ? n.detail : no_slot;
}

void checker::need_guard(const guard& g, const scope_fact& declared, std::string_view name,
                         const expression_node& n) {
  if (!declared.optional || declared.has_default) return;
  if (std::find(guards_.begin(), guards_.end(), g) != guards_.end()) return;
  std::string help = fmt::format("guard it: has({}) && ...", name);
  // A guard would have to know that the record is the same one.
  if (g.what == op::line_field && g.slot == no_slot && name.ends_with(declared.name)) {
    const std::string_view record = name.substr(0, name.size() - declared.name.size());
    help = fmt::format("write {}?{}.orValue(...)", record, declared.name);
  }
  error(codes::unguarded, n, fmt::format("`{}` is optional and may be absent", name),
        std::move(help));
}

checked checker::unknown_name(std::string_view full, const expression_node& n) {
  if (!out_.may_search()) {
    return error(codes::unknown_fact, n, fmt::format("unknown fact `{}`", full), undeclared);
  }
  std::vector<std::string> names;
  for (const built_in& b : built_ins) names.emplace_back(b.name);
  for (const scope_fact& f : scope_.facts) names.push_back(f.name);
  for (const scope_fact& f : scope_.line_facts) names.push_back("line." + f.name);
  for (const std::string& s : scope_.selectors) {
    for (const std::string_view field : {".subtotal", ".quantity", ".lines"})
      names.push_back(s + std::string(field));
  }
  for (const variable& v : variables_) names.push_back(v.name);
  names.insert(names.end(), scope_.mentioned.begin(), scope_.mentioned.end());
  const std::string_view likely = did_you_mean(full, names);
  std::string help = likely.empty() ? std::string() : fmt::format("did you mean `{}`?", likely);
  const bool selected =
      std::find(scope_.selectors.begin(), scope_.selectors.end(), full) != scope_.selectors.end();
  if (selected) help = fmt::format("write {}.subtotal, {}.quantity or {}.lines", full, full, full);
  if (help.empty()) {
    const std::string prefix = std::string(full) + ".";
    const auto longer = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return name.starts_with(prefix);
    });
    if (longer != names.end()) help = fmt::format("did you mean `{}`?", *longer);
  }
  const std::string_view group = full.substr(0, full.find('.'));
  if (help.empty() && group.size() != full.size()) {
    std::vector<std::string_view> members;
    for (const std::string& name : names) {
      if (name.size() > group.size() && name.starts_with(group) && name[group.size()] == '.')
        members.push_back(std::string_view(name).substr(group.size() + 1));
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    if (!members.empty() && members.size() <= 12) {
      help = fmt::format("`{}` has {}", group, fmt::join(members, ", "));
    }
  }
  if (help.empty()) help = undeclared;
  checked made =
      error(codes::unknown_fact, n, fmt::format("unknown fact `{}`", full), std::move(help));
  // What was likely meant still says which texts make sense beside it.
  const auto meant = std::find_if(scope_.facts.begin(), scope_.facts.end(),
                                  [&](const scope_fact& f) { return f.name == likely; });
  if (meant != scope_.facts.end()) made.declared = &*meant;
  return made;
}

}  // namespace parley::check::detail
