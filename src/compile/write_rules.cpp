// Stacking rules, limits and the counters that limits draw on.
#include <map>
#include <string_view>
#include <vector>

#include "compile/pack_writer.hpp"

namespace parley::compile {

void pack_writer::stacking() {
  auto& tables = builder_.tables;
  tables.stacking.reserve(checked_.stacking.size());
  for (const check::checked_stacking& r : checked_.stacking) {
    graph::stacking_row row;
    row.id = builder_.intern(r.id);
    row.text = builder_.intern(r.text);
    row.because = builder_.intern(r.because);
    row.at = place(r.at);
    row.kind = r.kind;
    row.count = r.count;
    row.when = condition(r.when);
    row.left = r.left;
    row.right = graph_builder::append(tables.subjects, r.right);
    row.overrides = graph_builder::append(tables.rule_refs, r.overrides);
    tables.stacking.push_back(row);
  }
}

void pack_writer::limits() {
  auto& tables = builder_.tables;
  std::map<std::string_view, const check::checked_limit*> counters;
  for (const check::checked_limit& l : checked_.limits) {
    if (!l.counter.empty()) counters.emplace(l.counter, &l);
  }
  std::map<std::string_view, graph::index> counter_rows;
  for (const auto& [key, limit] : counters) {
    graph::counter_row row;
    row.key = builder_.intern(key);
    row.measure = limit->row.measure;
    row.is_money = limit->row.measure == graph::measure::spend ? 1 : 0;
    row.per_customer = limit->counter_per_customer ? 1 : 0;
    counter_rows.emplace(key, static_cast<graph::index>(tables.counters.size()));
    tables.counters.push_back(row);
  }
  tables.limits.reserve(checked_.limits.size());
  for (const check::checked_limit& l : checked_.limits) {
    graph::limit_row row = l.row;
    row.id = builder_.intern(l.id);
    row.text = builder_.intern(l.text);
    row.because = builder_.intern(l.because);
    row.role = builder_.intern(l.role);
    row.at = place(l.at);
    row.expression = condition(l.amount);
    row.counter = l.counter.empty() ? no_index : counter_rows.at(l.counter);
    row.when = condition(l.when);
    row.obligations = obligations(l.obligations);
    tables.limits.push_back(row);
  }
}

}  // namespace parley::compile
