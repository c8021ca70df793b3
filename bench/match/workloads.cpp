#include "workloads.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "parley/facts/line_attributes.hpp"
#include "parley/graph/image.hpp"

namespace parley::bench {

namespace {

struct dice {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::uint32_t below(std::uint32_t size) { return static_cast<std::uint32_t>(next() % size); }
  std::uint32_t between(std::uint32_t a, std::uint32_t b) { return a + below(b - a + 1); }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
};

void name_values(workload& w) {
  w.texts.resize(w.attributes.size());
  for (std::size_t a = 0; a < w.attributes.size(); ++a) {
    if (w.attributes[a].kind != attribute_kind::text) continue;
    for (std::uint32_t v = 0; v < w.attributes[a].values; ++v)
      w.texts[a].push_back(w.attributes[a].name + "-" + std::to_string(v));
  }
}

/// Weights 1, 1/2, 1/3 ...: a number below `size`.
std::uint32_t zipf(dice& d, std::uint32_t size) {
  static std::map<std::uint32_t, std::vector<double>> sums;
  std::vector<double>& s = sums[size];
  if (s.empty()) {
    double sum = 0;
    for (std::uint32_t i = 0; i < size; ++i) s.push_back(sum += 1.0 / (i + 1));
  }
  const double at = static_cast<double>(d.next() >> 11) / 9007199254740992.0 * s.back();
  return static_cast<std::uint32_t>(std::lower_bound(s.begin(), s.end(), at) - s.begin());
}

atom random_atom(dice& d, const workload& w, std::uint32_t a) {
  atom made;
  made.attribute = a;
  const attribute& of = w.attributes[a];
  if (of.kind == attribute_kind::truth) {
    made.values = {d.below(2)};
  } else if (of.kind == attribute_kind::number) {
    made.range = true;
    const std::uint32_t width = d.between(of.values / 10, of.values / 2);
    const std::uint32_t from = d.below(of.values - width + 1);
    made.values = {from, from + width - 1};
    made.negated = d.chance(5);
  } else {
    const std::uint32_t most = std::min(6U, std::max(1U, of.values / 2));
    const std::uint32_t count = d.chance(50) || most < 2 ? 1 : d.between(2, most);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t v = d.below(of.values);
      if (std::find(made.values.begin(), made.values.end(), v) == made.values.end())
        made.values.push_back(v);
    }
    made.negated = d.chance(10);
  }
  return made;
}

bool holds(const atom& a, const std::vector<std::uint32_t>& context) {
  const std::uint32_t v = context[a.attribute];
  if (v == missing) return false;
  const bool in = a.range ? v >= a.values[0] && v <= a.values[1]
                          : std::find(a.values.begin(), a.values.end(), v) != a.values.end();
  return in != a.negated;
}

}  // namespace

workload workload_w1(std::size_t rules) {
  workload w;
  dice d{2026};
  for (std::uint32_t i = 0; i < 21; ++i) {
    static constexpr std::uint32_t sizes[] = {3, 4, 5, 8, 12, 20};
    attribute a;
    a.name = "f" + std::to_string(10 + i);
    a.kind = i < 9 ? attribute_kind::text : i < 17 ? attribute_kind::number : attribute_kind::truth;
    a.values = i < 9 ? sizes[i % 6] : i < 17 ? 50 : 2;
    w.attributes.push_back(a);
  }
  name_values(w);
  for (std::size_t r = 0; r < rules; ++r) {
    rule made;
    const std::uint32_t atoms = d.between(2, 5);
    while (made.all.size() < atoms) {
      const std::uint32_t a = d.below(21);
      const bool used = std::any_of(made.all.begin(), made.all.end(),
                                    [&](const atom& x) { return x.attribute == a; });
      if (used) continue;
      atom x;
      x.attribute = a;
      const attribute& of = w.attributes[a];
      if (of.kind == attribute_kind::number) {  // a half-line
        x.range = true;
        const std::uint32_t at = d.between(15, 35);
        if (d.chance(50)) {
          x.values = {at, 49};
        } else {
          x.values = {0, at};
        }
      } else if (of.kind == attribute_kind::truth) {
        x.values = {d.below(2)};
      } else {
        const std::uint32_t count = d.between(1, std::max(1U, of.values / 3));
        for (std::uint32_t i = 0; i < count; ++i) x.values.push_back(d.below(of.values));
      }
      made.all.push_back(x);
    }
    w.rules.push_back(made);
  }
  for (int c = 0; c < 256; ++c) {
    std::vector<std::uint32_t> values;
    for (const attribute& a : w.attributes) values.push_back(d.below(a.values));
    w.contexts.push_back(values);
  }
  return w;
}

workload workload_offers(std::size_t rules, bool selective) {
  workload w;
  dice d{selective ? 99U : 77U};
  for (std::uint32_t i = 0; i < 60; ++i) {
    static constexpr std::uint32_t sizes[] = {3, 5, 8, 12, 20, 40, 80, 150, 300, 600, 1200, 2000};
    attribute a;
    a.kind = i % 5 == 4   ? attribute_kind::truth
             : i % 2 == 0 ? attribute_kind::text
                          : attribute_kind::number;
    a.name = "f" + std::to_string(10 + i);
    a.values = a.kind == attribute_kind::text     ? sizes[(i * 7) % 12]
               : a.kind == attribute_kind::number ? 50
                                                  : 2;
    w.attributes.push_back(a);
  }
  name_values(w);
  const auto conjunction = [&](std::vector<atom>& into, std::uint32_t atoms) {
    for (std::uint32_t i = 0; i < atoms; ++i) {
      const std::uint32_t a = zipf(d, 60);
      const bool used =
          std::any_of(into.begin(), into.end(), [&](const atom& x) { return x.attribute == a; });
      if (!used) into.push_back(random_atom(d, w, a));
    }
  };
  std::vector<std::vector<atom>> segments(20);
  for (std::vector<atom>& s : segments) conjunction(s, 2);
  for (std::size_t r = 0; r < rules; ++r) {
    rule made;
    if (d.chance(35)) made.all = segments[d.below(20)];
    conjunction(made.all, selective ? d.between(4, 8) : d.between(1, 5));
    if (d.chance(35)) {
      made.any.resize(d.between(2, 3));
      for (std::vector<atom>& group : made.any) conjunction(group, d.between(1, 2));
    }
    w.rules.push_back(made);
  }
  for (int c = 0; c < 256; ++c) {
    std::vector<std::uint32_t> values;
    for (const attribute& a : w.attributes) {
      const std::uint32_t v = d.below(a.values);
      values.push_back(d.chance(70) ? v : missing);
    }
    w.contexts.push_back(values);
  }
  return w;
}

bool holds(const workload& w, const rule& r, std::size_t context) {
  const auto& values = w.contexts[context];
  const auto every = [&](const std::vector<atom>& atoms) {
    return std::all_of(atoms.begin(), atoms.end(), [&](const atom& a) { return holds(a, values); });
  };
  return every(r.all) && (r.any.empty() || std::any_of(r.any.begin(), r.any.end(), every));
}

namespace {

template <typename T>
using column = std::vector<T>;

/// Writes the tables of a pack by hand.
struct pack_maker {
  const workload& w;
  graph::tables_of<column> t;
  std::vector<std::map<std::uint32_t, std::uint32_t>> constants;  // by attribute, by value
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, graph::index> atoms;

  text_ref text(std::string_view s) {
    const text_ref made{static_cast<std::uint32_t>(t.texts.size()),
                        static_cast<std::uint32_t>(s.size())};
    t.texts.insert(t.texts.end(), s.begin(), s.end());
    return made;
  }

  std::uint32_t constant_of(std::uint32_t a, std::uint32_t v) {
    const auto [at, fresh] =
        constants[a].try_emplace(v, static_cast<std::uint32_t>(t.constants.size()));
    if (!fresh) return at->second;
    constant c;
    c.low = v;
    c.kind =
        w.attributes[a].kind == attribute_kind::number ? type_kind::integer : type_kind::boolean;
    if (w.attributes[a].kind == attribute_kind::text) {
      const text_ref where = text(w.texts[a][v]);
      c.kind = type_kind::string;
      c.low = where.offset;
      c.high = where.size;
    }
    t.constants.push_back(c);
    return at->second;
  }

  graph::index node(graph::op op, std::uint16_t aux16, graph::index a, graph::index b) {
    graph::expression_node n;
    n.op = static_cast<std::uint8_t>(op);
    n.aux16 = aux16;
    n.a = a;
    n.b = b;
    t.expression_nodes.push_back(n);
    return static_cast<graph::index>(t.expression_nodes.size() - 1);
  }

  graph::index compare(std::uint32_t a, graph::comparison_op how, std::uint32_t v) {
    const auto [at, fresh] =
        atoms.try_emplace({a, static_cast<std::uint32_t>(how), v}, graph::index{0});
    if (fresh) {
      at->second =
          node(graph::op::compare_fact, static_cast<std::uint16_t>(how), a, constant_of(a, v));
    }
    return at->second;
  }

  graph::index junction(graph::op op, const std::vector<graph::index>& parts) {
    if (parts.size() == 1) return parts[0];
    const auto first = static_cast<graph::index>(t.expression_operands.size());
    t.expression_operands.insert(t.expression_operands.end(), parts.begin(), parts.end());
    return node(op, 0, first, static_cast<graph::index>(parts.size()));
  }

  graph::index atom_node(const atom& a) {
    using graph::comparison_op;
    std::vector<graph::index> parts;
    if (a.range) {
      const std::uint32_t last = w.attributes[a.attribute].values - 1;
      if (a.values[0] > 0 || a.values[1] >= last) {
        parts.push_back(compare(
            a.attribute, a.negated ? comparison_op::less : comparison_op::at_least, a.values[0]));
      }
      if (a.values[1] < last) {
        parts.push_back(compare(
            a.attribute, a.negated ? comparison_op::greater : comparison_op::at_most, a.values[1]));
      }
      return junction(a.negated ? graph::op::logical_or : graph::op::logical_and, parts);
    }
    for (const std::uint32_t v : a.values) {
      parts.push_back(
          compare(a.attribute, a.negated ? comparison_op::not_equal : comparison_op::equal, v));
    }
    return junction(a.negated ? graph::op::logical_and : graph::op::logical_or, parts);
  }

  graph::index conjunction(const std::vector<atom>& all, const rule* whole) {
    std::vector<graph::index> parts;
    for (const atom& a : all) parts.push_back(atom_node(a));
    if (whole != nullptr && !whole->any.empty()) {
      std::vector<graph::index> groups;
      for (const auto& group : whole->any) groups.push_back(conjunction(group, nullptr));
      parts.push_back(junction(graph::op::logical_or, groups));
    }
    return junction(graph::op::logical_and, parts);
  }

  pack make() {
    t.header.emplace_back();
    t.header[0].name = text("generated");
    t.header[0].currency = currency_named("USD");
    t.header[0].version = 1;
    constants.resize(w.attributes.size());
    for (const attribute& a : w.attributes) {
      fact_row f;
      f.name = text(a.name);
      f.type = a.kind == attribute_kind::text     ? type_kind::string
               : a.kind == attribute_kind::number ? type_kind::integer
                                                  : type_kind::boolean;
      t.facts.push_back(f);
    }
    for (std::size_t i = 0; i < line_built_in_count; ++i) {
      fact_row f;
      f.name = text(built_in_line_attributes[i].name);
      f.type = built_in_line_attributes[i].type;
      f.element = built_in_line_attributes[i].element;
      if (f.type == type_kind::list) f.max_size = 100;
      t.line_facts.push_back(f);
    }
    for (std::size_t r = 0; r < w.rules.size(); ++r) {
      graph::expression_row e;
      e.root = conjunction(w.rules[r].all, &w.rules[r]);
      e.type = type_kind::boolean;
      t.expressions.push_back(e);
      graph::offer_row o;
      o.name = text("O" + std::to_string(r));
      o.when = static_cast<graph::index>(r);
      o.effect.unit = graph::unit::share;
      o.effect.minimum = o.effect.maximum = 1'000'000;
      t.offers.push_back(o);
      t.offers_by_name.push_back(static_cast<graph::index>(r));
    }
    auto block = graph::detail::lay_out(t);
    const auto bytes = graph::detail::bytes_of(*block);
    return graph::detail::pack_over(block, bytes);
  }
};

}  // namespace

pack pack_of(const workload& w) {
  return pack_maker{w, {}, {}, {}}.make();
}

std::string condition_text(const workload& w, const rule& r) {
  const auto value_text = [&](std::uint32_t a, std::uint32_t v) {
    if (w.attributes[a].kind == attribute_kind::text) return "\"" + w.texts[a][v] + "\"";
    if (w.attributes[a].kind == attribute_kind::truth)
      return std::string(v != 0 ? "true" : "false");
    return std::to_string(v);
  };
  const auto atom_text = [&](const atom& a) {
    const std::string& name = w.attributes[a.attribute].name;
    std::string made;
    if (a.range) {
      made = name + " >= " + std::to_string(a.values[0]) + " && " + name +
             " <= " + std::to_string(a.values[1]);
    } else if (a.values.size() == 1) {
      made = name + " == " + value_text(a.attribute, a.values[0]);
    } else {
      made = name + " in [";
      for (std::size_t i = 0; i < a.values.size(); ++i)
        made += (i > 0 ? ", " : "") + value_text(a.attribute, a.values[i]);
      made += "]";
    }
    return a.negated ? "!(" + made + ")" : made;
  };
  const auto all_text = [&](const std::vector<atom>& all) {
    std::string made;
    for (const atom& a : all) made += (made.empty() ? "" : " && ") + atom_text(a);
    return made;
  };
  std::string made = all_text(r.all);
  if (!r.any.empty()) {
    made += " && (";
    for (std::size_t i = 0; i < r.any.size(); ++i)
      made += (i > 0 ? " || (" : "(") + all_text(r.any[i]) + ")";
    made += ")";
  }
  return made;
}

std::string pack_text_of(const workload& w) {
  std::string made = "pack: generated\nversion: 1\ncurrency: USD\nfacts:\n";
  for (const attribute& a : w.attributes) {
    made += "  " + a.name + ": {type: " +
            (a.kind == attribute_kind::text     ? "string"
             : a.kind == attribute_kind::number ? "int"
                                                : "bool") +
            "}\n";
  }
  made += "offers:\n";
  for (std::size_t r = 0; r < w.rules.size(); ++r) {
    made += "  O" + std::to_string(r) + ": {give: 1% off order, when: '" +
            condition_text(w, w.rules[r]) + "'}\n";
  }
  return made;
}

fact_set facts_of(const workload& w, const pack& p, std::size_t context) {
  fact_set facts(p.schema());
  for (std::uint32_t a = 0; a < w.attributes.size(); ++a) {
    const std::uint32_t v = w.contexts[context][a];
    if (v == missing) continue;
    facts.set(a, w.attributes[a].kind == attribute_kind::text     ? value::string(w.texts[a][v])
                 : w.attributes[a].kind == attribute_kind::number ? value::integer(v)
                                                                  : value::boolean(v != 0));
  }
  return facts;
}

}  // namespace parley::bench
