// The top of a pack's files: what kind of file it is, its header, its sections.
#include "syntax/parse_pack.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/lexical.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/profiles.hpp"

namespace parley::syntax {
namespace {

constexpr std::string_view header_keys[] = {"pack",     "version",  "profile", "currency",
                                            "timezone", "rounding", "tax",     "defaults"};
constexpr std::string_view section_keys[] = {"facts",       "classes",     "selectors", "offers",
                                             "stacking",    "limits",      "playbooks", "handoff",
                                             "obligations", "negotiation", "wording"};

constexpr std::array<std::string_view, 20> pack_keys = {
    "pack",     "version",   "profile", "currency",    "timezone",    "rounding", "tax",
    "defaults", "include",   "facts",   "classes",     "selectors",   "offers",   "stacking",
    "limits",   "playbooks", "handoff", "obligations", "negotiation", "wording"};
constexpr std::array<std::string_view, 12> included_keys = {
    "include", "facts",     "classes", "selectors",   "offers",      "stacking",
    "limits",  "playbooks", "handoff", "obligations", "negotiation", "wording"};

bool has(std::span<const std::string_view> list, std::string_view key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

/// The keys of the root; empty when it isn't a mapping.
std::vector<std::string_view> root_keys(const yaml::document& document) {
  std::vector<std::string_view> keys;
  const yaml::node& root = document[document.root];
  if (root.kind != yaml::node_kind::mapping) return keys;
  const auto children = document.children_of(root);
  for (std::size_t i = 0; i < children.size(); i += 2) keys.push_back(document[children[i]].text);
  return keys;
}

/// `at: line` for every stage, or `at: {item: unit, order: order}` stage by stage.
void parse_rounding_level(node_reader& in, const yaml::node& node) {
  static constexpr std::string_view stages[] = {"item", "order", "shipping"};
  static constexpr std::string_view levels[] = {"order", "line", "unit"};
  const auto read = [&](const yaml::node& n, std::string_view what, std::size_t from,
                        std::size_t to) {
    const auto chosen = in.one_of(n, what, levels);
    for (std::size_t i = from; chosen && i < to; ++i) {
      in.into.rounding_level[i] = static_cast<pack::level>(*chosen);
    }
  };
  if (node.kind == yaml::node_kind::scalar) return read(node, "`at`", 0, 3);
  const auto entries = in.entries(node, "`at`");
  if (!entries) return;
  in.only(*entries, "`at`", stages);
  for (std::size_t i = 0; i < 3; ++i) {
    if (const yaml::node* n = find(*entries, stages[i]))
      read(*n, fmt::format("`{}`", stages[i]), i, i + 1);
  }
}

void parse_rounding(node_reader& in, const yaml::node& node) {
  static constexpr std::string_view keys[] = {"mode", "remainder", "at", "lines"};
  static constexpr std::string_view orders[] = {"auto", "as_given", "sorted"};
  static constexpr std::string_view modes[] = {
      "half_up", "half_away", "half_even", "half_down", "down", "up", "floor", "ceiling", "05up"};
  static constexpr std::string_view remainders[] = {"largest", "spread", "first", "last", "carry"};
  const auto entries = in.entries(node, "`rounding`");
  if (!entries) return;
  in.only(*entries, "`rounding`", keys);
  if (const yaml::node* n = find(*entries, "mode")) {
    if (const auto chosen = in.one_of(*n, "`mode`", modes))
      in.into.rounding = *rounding_mode_named(modes[*chosen]);
  }
  if (const yaml::node* n = find(*entries, "remainder")) {
    using remainder = decltype(pack::remainder);
    constexpr remainder values[] = {remainder::largest, remainder::spread, remainder::first,
                                    remainder::last, remainder::carry};
    if (const auto chosen = in.one_of(*n, "`remainder`", remainders))
      in.into.remainder = values[*chosen];
  }
  if (const yaml::node* n = find(*entries, "at")) parse_rounding_level(in, *n);
  if (const yaml::node* n = find(*entries, "lines")) {
    using order = decltype(pack::line_order);
    constexpr order values[] = {order::automatic, order::as_given, order::sorted};
    if (const auto chosen = in.one_of(*n, "`lines`", orders)) in.into.line_order = values[*chosen];
  }
}

void parse_defaults(node_reader& in, const yaml::node& node) {
  static constexpr std::string_view keys[] = {"basis", "stacking", "ties", "intent"};
  static constexpr std::string_view bases[] = {"running", "list", "stage"};
  static constexpr std::string_view ties[] = {"pack", "percent", "amount", "greatest"};
  static constexpr std::string_view stackings[] = {"closed", "open", "mutual"};
  static constexpr std::string_view intents[] = {"required", "optional"};
  const auto entries = in.entries(node, "`defaults`");
  if (!entries) return;
  in.only(*entries, "`defaults`", keys);
  const auto choice = [&](std::string_view key, std::span<const std::string_view> options) {
    const yaml::node* n = find(*entries, key);
    return n == nullptr ? std::nullopt : in.one_of(*n, fmt::format("`{}`", key), options);
  };
  if (const auto chosen = choice("basis", bases))
    in.into.basis = static_cast<decltype(pack::basis)>(*chosen);
  if (const auto chosen = choice("ties", ties))
    in.into.ties = static_cast<decltype(pack::ties)>(*chosen);
  if (const auto chosen = choice("stacking", stackings)) {
    in.into.stacking_open = *chosen == 1;
    in.into.stacking_mutual = *chosen == 2;
  }
  if (const auto chosen = choice("intent", intents)) in.into.intent_optional = *chosen == 1;
}

void parse_profile(node_reader& in, const yaml::node& node) {
  std::vector<std::string_view> names;
  for (const profile& p : all_profiles()) names.push_back(p.name);
  if (const auto chosen = in.one_of(node, "`profile`", names))
    preset(all_profiles()[*chosen], in.into);
}

/// `exclusive`, `inclusive`, or a mapping of what the tax view needs.
void parse_tax(node_reader& in, const yaml::node& node) {
  static constexpr std::string_view kinds[] = {"exclusive", "inclusive"};
  static constexpr std::string_view keys[] = {"prices", "discount", "round"};
  static constexpr std::string_view sides[] = {"before_tax", "after_tax"};
  static constexpr std::string_view levels[] = {"line", "unit", "group"};
  if (node.kind != yaml::node_kind::mapping) {
    if (const auto chosen = in.one_of(node, "`tax`", kinds)) in.into.tax_inclusive = *chosen == 1;
    return;
  }
  const auto entries = in.entries(node, "`tax`");
  if (!entries) return;
  in.only(*entries, "`tax`", keys);
  if (const yaml::node* n = find(*entries, "prices")) {
    if (const auto chosen = in.one_of(*n, "`prices`", kinds)) in.into.tax_inclusive = *chosen == 1;
  }
  if (const yaml::node* n = find(*entries, "discount")) {
    if (const auto chosen = in.one_of(*n, "`discount`", sides)) in.into.tax_on_list = *chosen == 1;
  }
  if (const yaml::node* n = find(*entries, "round")) {
    using level = decltype(pack::tax_rounding);
    constexpr level values[] = {level::line, level::unit, level::group};
    if (const auto chosen = in.one_of(*n, "`round`", levels))
      in.into.tax_rounding = values[*chosen];
  }
}

/// `USD`, or `{code: HUF, digits: 0}` where the shop counts other minor units than ISO 4217.
void parse_currency(node_reader& in, const yaml::node& node) {
  if (node.kind == yaml::node_kind::mapping) {
    static constexpr std::string_view keys[] = {"code", "digits"};
    const auto entries = in.entries(node, "`currency`");
    if (!entries) return;
    in.only(*entries, "`currency`", keys);
    if (const yaml::node* n = find(*entries, "digits")) {
      const auto digits = in.whole(*n, "`digits`", 0, 4);
      if (digits) in.into.currency_digits = static_cast<int>(*digits);
    }
    if (const yaml::node* n = find(*entries, "code")) {
      parse_currency(in, *n);
    } else {
      in.wrong(codes::missing_key, node.at, "`currency` has no `code`",
               "write `currency: {code: HUF, digits: 0}`");
    }
    return;
  }
  if (!in.scalar(node, "`currency`")) return;
  const std::string_view text = node.text;
  if (text.size() == 3 && std::all_of(text.begin(), text.end(), lexemes::is_upper)) {
    in.into.currency = node_reader::name_of(node);
  } else {
    in.wrong(codes::wrong_scalar, node.at, fmt::format("`{}` isn't a currency", text),
             "write an ISO 4217 code of three upper-case letters, such as USD");
  }
}

}  // namespace

void parse_pack_name(node_reader& in, const yaml::node& node) {
  if (!in.scalar(node, "`pack`") || !in.name_fits(node, "`pack`")) return;
  const std::string_view text = node.text;
  if (std::all_of(text.begin(), text.end(), lexemes::is_name_part)) {
    in.into.name = node_reader::name_of(node);
  } else {
    in.wrong(codes::wrong_name, node.at, fmt::format("`{}` isn't the name of a pack", text),
             "names have letters, digits, `_`, `-` and `.`");
  }
}

namespace {

void require(node_reader& in, const std::vector<entry>& entries, std::string_view key,
             std::string_view help) {
  if (find(entries, key) != nullptr) return;
  in.wrong(codes::missing_key, entries.empty() ? span{} : entries.front().key->at,
           fmt::format("the pack has no `{}`", key), help);
}

}  // namespace

bool parse_setting(node_reader& in, const yaml::node& key, const yaml::node& value) {
  if (key.text == "currency") {
    in.into.currency_digits.reset();
    parse_currency(in, value);
  } else if (key.text == "timezone") {
    if (in.scalar(value, "`timezone`")) in.into.timezone = node_reader::name_of(value);
  } else if (key.text == "rounding") {
    parse_rounding(in, value);
  } else if (key.text == "defaults") {
    parse_defaults(in, value);
  } else if (key.text == "tax") {
    parse_tax(in, value);
  } else {
    return false;
  }
  return true;
}

bool parse_section(node_reader& in, const yaml::node& key, const yaml::node& value) {
  if (key.text == "facts") {
    parse_facts(in, value);
  } else if (key.text == "classes") {
    parse_classes(in, value);
  } else if (key.text == "selectors") {
    parse_selectors(in, value);
  } else if (key.text == "offers") {
    parse_offers(in, value);
  } else if (key.text == "stacking") {
    parse_stacking_section(in, value);
  } else if (key.text == "limits") {
    parse_limits_section(in, value);
  } else if (key.text == "playbooks") {
    parse_playbooks(in, value);
  } else if (key.text == "handoff") {
    for (handoff_rule& rule : parse_handoffs(in, value))
      in.into.handoffs.push_back(std::move(rule));
  } else if (key.text == "obligations") {
    for (obligation& o : parse_obligations(in, value)) in.into.obligations.push_back(std::move(o));
  } else if (key.text == "negotiation") {
    parse_negotiation(in, value);
  } else if (key.text == "wording") {
    parse_wording(in, value);
  } else {
    return false;
  }
  return true;
}

void parse_pack_file(const yaml::document& document, pack& into, diagnostics& found) {
  node_reader in{document, into, false, found};
  const auto entries = in.entries(document[document.root], "a pack");
  if (!entries) return;
  in.only(*entries, "a pack", pack_keys);
  require(in, *entries, "currency", "write `currency: USD`, or another ISO 4217 code");
  // First, wherever it stands: other keys override what it presets.
  if (const yaml::node* n = find(*entries, "profile")) parse_profile(in, *n);
  for (const entry& e : *entries) {
    if (e.key->text == "pack") {
      parse_pack_name(in, *e.value);
    } else if (e.key->text == "version") {
      into.version = in.whole(*e.value, "`version`", 0, 0xFFFFFFFFFFFFFFFFU);
    } else if (!parse_setting(in, *e.key, *e.value)) {
      parse_section(in, *e.key, *e.value);
    }
  }
}

void parse_included_file(const yaml::document& document, pack& into, diagnostics& found) {
  node_reader in{document, into, false, found};
  const auto entries = in.entries(document[document.root], "an included file");
  if (!entries) return;
  std::vector<entry> rest;
  for (const entry& e : *entries) {
    if (has(header_keys, e.key->text)) {
      in.wrong(codes::include_header, e.key->at,
               fmt::format("`{}` stands in an included file", e.key->text),
               "an included file holds sections only: move it to the pack");
    } else {
      rest.push_back(e);
    }
  }
  in.only(rest, "an included file", included_keys);
  for (const entry& e : rest) parse_section(in, *e.key, *e.value);
}

std::vector<const yaml::node*> includes_of(const yaml::document& document, diagnostics& found) {
  std::vector<const yaml::node*> result;
  pack none;
  node_reader in{document, none, false, found};
  if (document[document.root].kind != yaml::node_kind::mapping) return result;
  const auto entries = in.entries(document[document.root], "a pack");
  const yaml::node* list = find(*entries, "include");
  if (list == nullptr) return result;
  for (const yaml::node* element : in.elements(*list)) {
    if (in.scalar(*element, "an element of `include`")) result.push_back(element);
  }
  return result;
}

file_kind kind_of(const yaml::document& document) {
  const std::vector<std::string_view> keys = root_keys(document);
  if (has(keys, "overlay")) return file_kind::overlay;
  if (has(keys, "pack") && !has(keys, "cases") && !has(keys, "tests")) return file_kind::pack;
  const bool facts_file = has(keys, "cart") || has(keys, "now") || has(keys, "counters");
  for (const std::string_view key : keys) {
    if (!facts_file && (has(section_keys, key) || key == "currency" || key == "include"))
      return file_kind::sections;
  }
  return file_kind::other;
}

void report_other(const yaml::document& document, diagnostics& found) {
  const std::vector<std::string_view> keys = root_keys(document);
  const yaml::node& root = document[document.root];
  const auto any = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view n) { return has(keys, n); });
  };
  std::string_view looks = "the file isn't a pack";
  if (root.kind == yaml::node_kind::sequence) {
    looks = "the file holds a list, not a pack";
  } else if (root.kind == yaml::node_kind::scalar) {
    looks = "the file holds a text, not a pack";
  } else if (any({"cases", "tests"})) {
    looks = "this looks like a file of tests, not a pack";
  } else if (any({"cart", "now", "counters", "approvals"})) {
    looks = "this looks like a facts file, not a pack";
  } else if (any({"session", "revision", "standing"})) {
    looks = "this looks like a session, not a pack";
  } else if (any({"accept_partial", "parameter"})) {
    looks = "this looks like a proposal, not a pack";
  } else if (kind_of(document) == file_kind::sections) {
    looks = "the pack has no `pack`";
  }
  const span at = root.at.length > 0 ? root.at.part(0, 1) : root.at;
  found.error(
      codes::not_a_pack, keys.empty() ? at : document[document.children_of(root)[0]].at,
      std::string(looks),
      "a pack starts with `pack: NAME`; a file of sections is named under `include:` of a pack");
}

}  // namespace parley::syntax
