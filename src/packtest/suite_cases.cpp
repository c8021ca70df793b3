// Tables and sweeps: the cases of a test.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "facts_io/read_nodes.hpp"
#include "packtest/codes.hpp"
#include "packtest/suite_builder.hpp"
#include "packtest/sweep.hpp"
#include "parley/base/limits.hpp"

namespace parley::packtest {

using yaml::node_kind;

namespace {

constexpr std::size_t label_bytes = 120;

/// What a case is told apart by: the values a person wrote.
std::string shown(const yaml::document& from, const yaml::node& n) {
  if (n.kind == node_kind::scalar) return n.text;
  std::string out;
  const auto children = from.children_of(n);
  if (n.kind == node_kind::sequence) {
    for (const std::uint32_t child : children) {
      out += fmt::format("{}{}", out.empty() ? "" : ", ", shown(from, from[child]));
    }
    return fmt::format("[{}]", out);
  }
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", from[children[i]].text,
                       shown(from, from[children[i + 1]]));
  }
  return fmt::format("{{{}}}", out);
}

/// "WELCOME10 + FREESHIP".
std::string shown_offers(const yaml::document& from, const yaml::node& n) {
  if (n.kind != node_kind::sequence) return shown(from, n);
  std::string out;
  for (const std::uint32_t child : from.children_of(n)) {
    out += fmt::format("{}{}", out.empty() ? "" : " + ", shown(from, from[child]));
  }
  return out.empty() ? std::string("nothing") : out;
}

void add_label(std::string& label, std::string_view name, std::string_view content) {
  label += fmt::format("{}{}={}", label.empty() ? "" : ", ", name, content);
}

}  // namespace

void suite_builder::row_entry(const node& key, const node& content, row& to) {
  if (key.text == "case") {
    if (const auto name = in_.name(content, "`case`")) to.label = *name;
  } else if (key.text == "expect") {
    to.expect = &content;
  } else if (key.text == "propose") {
    to.propose = &content;
  } else if (key.text == "intent") {
    to.intent = &content;
  } else if (key.text == "accept_partial") {
    to.partial = &content;
  } else {
    to.settings.push_back({key.text, key.at, &content, {}});
  }
}

std::vector<suite_builder::row> suite_builder::rows_of(const node& test_node) {
  const node* const table = in_.find(test_node, "table");
  std::vector<row> rows;
  if (table == nullptr) {
    rows.push_back({test_node.at, {}, {}, nullptr, nullptr, nullptr, nullptr});
    return rows;
  }
  const auto add = [&](const node& at, const auto& fill) {
    row made;
    made.at = at.at;
    fill(made);
    if (made.label.empty()) {
      if (made.propose != nullptr) made.label = shown_offers(document_, *made.propose);
      if (made.intent != nullptr) add_label(made.label, "intent", made.intent->text);
      for (const setting& s : made.settings) {
        add_label(made.label, s.name, shown(document_, *s.content));
      }
      if (made.label.size() > label_bytes) made.label = fmt::format("row {}", rows.size() + 1);
    }
    rows.push_back(std::move(made));
  };
  if (table->kind == node_kind::mapping) {
    in_.only(*table, "key of a table", {"columns", "rows"});
    const node* const columns = in_.require(*table, "columns", "a table");
    const node* const list = in_.require(*table, "rows", "a table");
    if (columns == nullptr || list == nullptr ||
        !in_.expect(*columns, node_kind::sequence, "`columns`") ||
        !in_.expect(*list, node_kind::sequence, "`rows`")) {
      return rows;
    }
    const auto names = in_.children(*columns);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto same = [&](std::uint32_t other) {
        return in_.at(other).text == in_.at(names[i]).text;
      };
      if (std::any_of(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), same)) {
        in_.fail(codes::bad_expectation, in_.at(names[i]),
                 fmt::format("there are two columns `{}`", in_.at(names[i]).text),
                 "keep one of them");
      }
    }
    for (const std::uint32_t child : in_.children(*list)) {
      const node& item = in_.at(child);
      if (!in_.expect(item, node_kind::sequence, "a row")) continue;
      const auto cells = in_.children(item);
      if (cells.size() != names.size()) {
        in_.fail(codes::bad_expectation, item,
                 fmt::format("the row has {} values for {} columns", cells.size(), names.size()),
                 "give each column one value");
        continue;
      }
      add(item, [&](row& made) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
          row_entry(in_.at(names[i]), in_.at(cells[i]), made);
        }
      });
    }
    return rows;
  }
  if (!in_.expect(*table, node_kind::sequence, "`table`")) return rows;
  for (const std::uint32_t child : in_.children(*table)) {
    const node& item = in_.at(child);
    if (!in_.expect(item, node_kind::mapping, "a row")) continue;
    add(item, [&](row& made) {
      const auto entries = in_.children(item);
      for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
        if (in_.at(entries[i + 1]).nothing) continue;
        row_entry(in_.at(entries[i]), in_.at(entries[i + 1]), made);
      }
    });
  }
  return rows;
}

std::vector<suite_builder::axis> suite_builder::axes_of(const node& test_node) {
  std::vector<axis> axes;
  const node* const sweep = in_.find(test_node, "sweep");
  if (sweep == nullptr || !in_.expect(*sweep, node_kind::mapping, "`sweep`")) return axes;
  const auto entries = in_.children(*sweep);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const node& key = in_.at(entries[i]);
    const node& content = in_.at(entries[i + 1]);
    axis made{key.text, content.at, {}};
    if (content.kind == node_kind::sequence) {
      for (const std::uint32_t child : in_.children(content)) {
        if (in_.expect(in_.at(child), node_kind::scalar, "a value of a sweep")) {
          made.values.push_back(in_.at(child).text);
        }
      }
    } else if (content.kind == node_kind::scalar) {
      auto values = read_range(content.text, caps::test_cases);
      if (values.ok()) {
        made.values = std::move(values).value();
      } else {
        in_.fail(codes::bad_sweep, content,
                 fmt::format("`{}`: {}", content.text, values.failure().message),
                 values.failure().help);
      }
    } else {
      in_.fail(codes::bad_sweep, content, "a sweep is a range or a list of values",
               "write `1%..20% step 1%`");
    }
    if (content.kind == node_kind::sequence && content.count == 0) {
      in_.fail(codes::bad_sweep, content, "a sweep without a value", "write `1%..20% step 1%`");
    }
    if (!made.values.empty()) axes.push_back(std::move(made));
  }
  return axes;
}

/// `[allow until 12%, deny]`.
void suite_builder::stages_of(const node& expect, const planned_test& made,
                              const std::vector<axis>& axes) {
  std::size_t reached = 0;
  for (const std::uint32_t child : in_.children(expect)) {
    const node& item = in_.at(child);
    stage s;
    std::string until_value;
    const bool whole = item.kind == node_kind::mapping && in_.find(item, "until") == nullptr &&
                       in_.find(item, "expect") == nullptr;
    if (whole) {
      s.expected = expectation_of(item, made.what);
    } else if (item.kind == node_kind::mapping) {
      in_.only(item, "key of a stage", {"until", "expect"});
      if (const node* until = in_.find(item, "until")) until_value = until->text;
      const node* const what = in_.require(item, "expect", "a stage");
      if (what == nullptr) continue;
      s.expected = expectation_of(*what, made.what);
    } else {
      const std::size_t until = item.text.find(" until ");
      node word = item;
      word.text = item.text.substr(0, until);
      if (until != std::string::npos) until_value = item.text.substr(until + 7);
      to_.expectations.push_back(read_expectation(in_, word, made.what));
      s.expected = to_.expectations.size() - 1;
    }
    if (!until_value.empty() && axes.size() != 1) {
      in_.fail(codes::bad_sweep, item, "`until` needs a sweep over one thing",
               "sweep one thing, or expect the same everywhere");
      continue;
    }
    if (!until_value.empty()) {
      const auto& values = axes[0].values;
      const auto found = std::find_if(values.begin(), values.end(), [&](const std::string& v) {
        return same_value(v, until_value);
      });
      const auto place = static_cast<std::size_t>(std::distance(values.begin(), found));
      if (found == values.end() || place < reached) {
        in_.fail(codes::bad_sweep, item,
                 found == values.end()
                     ? fmt::format("`{}` is no value of the sweep", until_value)
                     : fmt::format("`{}` comes before the stage above it", until_value),
                 "name values of the sweep, in their order");
        continue;
      }
      reached = s.reach = place + 1;
    }
    stages_.push_back(s);
  }
}

std::size_t suite_builder::expectation_of(const node& n, question what) {
  const auto [slot, fresh] = expectations_.try_emplace(&n, 0);
  if (fresh) {
    to_.expectations.push_back(read_expectation(in_, n, what));
    slot->second = to_.expectations.size() - 1;
  }
  return slot->second;
}

std::size_t suite_builder::expected_of(const node& test_node, const planned_test& made,
                                       const row& r, std::size_t value) {
  if (r.expect != nullptr) return expectation_of(*r.expect, made.what);
  for (const stage& s : stages_) {
    if (value < s.reach) return s.expected;
  }
  if (staged_) {
    if (deny_ == no_index) {
      expectation deny;
      deny.answer = "deny";
      to_.expectations.push_back(std::move(deny));
      deny_ = to_.expectations.size() - 1;
    }
    return deny_;
  }
  const node* const expect = in_.find(test_node, "expect");
  return expect == nullptr ? no_index : expectation_of(*expect, made.what);
}

void suite_builder::set_offer(const setting& s, owned_proposal& to) {
  const bool plain = s.content == nullptr || s.content->kind == node_kind::scalar;
  if (!plain) {
    in_.fail(codes::bad_sweep, *s.content, fmt::format("`{}` takes one value", s.name),
             "write its parameter, or `true` or `false`");
    return;
  }
  const std::string& value = s.content != nullptr ? s.content->text : s.text;
  auto& offers = to.content.offers;
  const auto there = std::find_if(offers.begin(), offers.end(),
                                  [&](const proposed_offer& o) { return o.name == s.name; });
  if (value == "false") {
    if (there != offers.end()) offers.erase(there);
    return;
  }
  owned_proposal read;
  diagnostics found;
  const std::string argument = value == "true" ? s.name : fmt::format("{}={}", s.name, value);
  if (!parse_offer_argument(rules_, argument, options_, read, found)) {
    for (diagnostic d : found.items()) {
      d.at = s.at;
      to_.found.add(std::move(d));
    }
    return;
  }
  proposed_offer made = read.content.offers.front();
  made.name = to.keep(made.name);
  if (there != offers.end()) {
    *there = made;
  } else {
    offers.push_back(made);
  }
}

const owned_proposal* suite_builder::base_proposal(const node& n) {
  const auto [slot, fresh] = proposals_.try_emplace(&n);
  if (fresh) {
    yaml::document part = document_;
    part.root = static_cast<std::uint32_t>(&n - document_.nodes.data());
    slot->second = facts_io::read_proposal(rules_, part, options_, to_.found);
  }
  return slot->second ? &*slot->second : nullptr;
}

std::optional<owned_proposal> suite_builder::proposal_of(const node& test_node,
                                                         const planned_test& made, const row& r,
                                                         const std::vector<setting>& settings) {
  const node* from = r.propose;
  if (from == nullptr) {
    from = in_.find(test_node, made.what == question::eligible ? "eligible" : "propose");
  }
  owned_proposal out;
  const node* const best = in_.find(test_node, "best");
  if (made.what == question::best && best != nullptr && best->kind == node_kind::mapping) {
    from = in_.find(*best, "include");
  }
  if (from != nullptr) {
    const owned_proposal* const read = base_proposal(*from);
    if (read == nullptr) return std::nullopt;
    out.content.accept_partial = read->content.accept_partial;
    if (!read->content.intent.empty()) out.content.intent = out.keep(read->content.intent);
    for (proposed_offer offer : read->content.offers) {
      offer.name = out.keep(offer.name);
      out.content.offers.push_back(offer);
    }
  }
  for (const setting& s : settings) set_offer(s, out);
  const auto pick = [&](const node* own, std::string_view key) {
    return own != nullptr ? own : in_.find(test_node, key);
  };
  if (const node* intent = pick(r.intent, "intent")) {
    if (const auto name = in_.name(*intent, "`intent`")) {
      out.content.intent = *name == "none" ? std::string_view() : out.keep(*name);
    }
  }
  if (const node* partial = pick(r.partial, "accept_partial")) {
    out.content.accept_partial = in_.boolean(*partial, "`accept_partial`").value_or(false);
  }
  return out;
}

void suite_builder::one_case(const node& test_node, const planned_test& made,
                             const fact_layers& base, std::size_t base_facts, const row& r,
                             const std::vector<setting>& swept, std::size_t value) {
  planned_case one;
  one.test = to_.tests.size();
  one.at = r.at;
  one.label = r.label;
  for (const setting& s : swept) add_label(one.label, s.name, s.text);
  std::vector<setting> offers;
  fact_layers layers = base;
  bool changed = false;
  for (const std::vector<setting>* list : {&r.settings, &swept}) {
    for (const setting& s : *list) {
      if (rules_.offer_named(s.name) != no_index) {
        offers.push_back(s);
      } else if (s.content != nullptr) {
        layers.set(document_, s.name, s.at, *s.content);
        changed = true;
      } else {
        layers.set_text(s.name, s.at, s.text);
        changed = true;
      }
    }
  }
  one.facts = changed ? facts_of(layers, one.at) : base_facts;
  std::optional<owned_proposal> asked = proposal_of(test_node, made, r, offers);
  one.expected = expected_of(test_node, made, r, value);
  if (one.expected == no_index && !made.has_golden && made.what != question::negotiate) {
    diagnostics said;
    said.error(codes::no_expectation, r.at, fmt::format("test `{}` expects nothing", made.name),
               "write `expect: allow`, or `golden: new` and run with --update");
    adopt(said);
  }
  if (!asked) return;
  one.asked = std::move(*asked);
  to_.cases.push_back(std::move(one));
}

void suite_builder::cases(const node& test_node, planned_test& made, const fact_layers& base) {
  const std::size_t faults = to_.found.error_count();
  const std::vector<row> rows = rows_of(test_node);
  if (rows.empty() && to_.found.error_count() == faults) {
    in_.fail(codes::no_expectation, *in_.find(test_node, "table"), "the table has no rows",
             "write a row for each case");
  }
  const std::vector<axis> axes = axes_of(test_node);
  stages_.clear();
  staged_ = false;
  if (const node* expect = in_.find(test_node, "expect");
      expect != nullptr && expect->kind == node_kind::sequence && made.what == question::propose) {
    stages_of(*expect, made, axes);
    staged_ = true;
  }
  std::size_t count = rows.size();
  for (const axis& a : axes) {
    if (count > caps::test_cases ||
        a.values.size() > caps::test_cases / std::max<std::size_t>(count, 1)) {
      in_.fail(codes::too_many_cases, test_node,
               fmt::format("the test has more than {} cases", caps::test_cases),
               "sweep with larger steps, or over fewer things");
      return;
    }
    count *= a.values.size();
  }
  made.first = to_.cases.size();
  const std::size_t base_facts = facts_of(base, test_node.at);
  for (const row& r : rows) {
    std::vector<std::size_t> at(axes.size(), 0);
    while (true) {
      std::vector<setting> swept;
      for (std::size_t i = 0; i < axes.size(); ++i) {
        swept.push_back({axes[i].name, axes[i].at, nullptr, axes[i].values[at[i]]});
      }
      one_case(test_node, made, base, base_facts, r, swept, at.empty() ? 0 : at[0]);
      std::size_t i = axes.size();
      while (i > 0 && ++at[i - 1] == axes[i - 1].values.size()) at[--i] = 0;
      if (i == 0) break;
    }
  }
  made.count = to_.cases.size() - made.first;
}

}  // namespace parley::packtest
