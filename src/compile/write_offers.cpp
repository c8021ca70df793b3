// Offers, their effects and classes.
#include <algorithm>
#include <numeric>
#include <vector>

#include "compile/pack_writer.hpp"

namespace parley::compile {

graph::effect_row pack_writer::effect(const check::checked_effect& e) {
  graph::effect_row row = e.row;
  row.text = builder_.intern(e.text);
  std::vector<graph::bundle_part_row> parts;
  for (const check::checked_part& part : e.parts) {
    parts.push_back(part.row);
    parts.back().sku = builder_.intern(part.sku);
  }
  row.parts = graph_builder::append(builder_.tables.bundle_parts, parts);
  row.tiers = graph_builder::append(builder_.tables.tiers, e.tiers);
  row.expression = condition(e.match);
  return row;
}

void pack_writer::offers() {
  auto& tables = builder_.tables;
  tables.offers.reserve(checked_.offers.size());
  shared_runs class_lists;
  for (const check::checked_offer& o : checked_.offers) {
    graph::offer_row row;
    row.name = builder_.intern(o.name);
    row.because = builder_.intern(o.because);
    row.at = place(o.at);
    row.stage = o.stage;
    row.basis = o.basis;
    row.has_cost = o.has_cost ? 1 : 0;
    row.repeat = o.repeat;
    row.rank = o.rank;
    row.position = o.position;
    row.when = condition(o.when);
    row.effect = effect(o.effect);
    row.cost = o.cost;
    row.cost_per = o.cost_per;
    row.worth = o.worth;
    row.classes = class_lists.add(tables.class_refs, o.classes);
    row.obligations = obligations(o.obligations);
    tables.offers.push_back(row);
  }
  for (const check::checked_class& c : checked_.classes) {
    graph::class_row row;
    row.name = builder_.intern(c.name);
    row.members = graph_builder::append(tables.offer_refs, c.members);
    tables.classes.push_back(row);
  }
  tables.offers_by_name.resize(checked_.offers.size());
  std::iota(tables.offers_by_name.begin(), tables.offers_by_name.end(), graph::index{0});
  std::sort(tables.offers_by_name.begin(), tables.offers_by_name.end(),
            [&](graph::index a, graph::index b) {
              return checked_.offers[a].name < checked_.offers[b].name;
            });
}

}  // namespace parley::compile
