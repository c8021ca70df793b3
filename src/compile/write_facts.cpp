// Facts, line attributes and selectors.
#include <vector>

#include "compile/pack_writer.hpp"

namespace parley::compile {

namespace {

value value_of(const check::literal_value& v) {
  return v.is_text ? value::string(v.text) : v.content;
}

}  // namespace

fact_row pack_writer::fact(const check::checked_fact& f) {
  fact_row row;
  row.name = builder_.intern(f.name);
  row.type = f.type;
  row.element = f.element;
  row.flags =
      static_cast<std::uint8_t>((f.optional ? fact_optional : 0) | (f.voids ? fact_voids : 0));
  const auto constant = [&](const std::optional<check::literal_value>& v) {
    return v ? builder_.constant_of(value_of(*v)) : no_index;
  };
  row.default_value = constant(f.default_value);
  row.minimum = constant(f.minimum);
  row.maximum = constant(f.maximum);
  std::vector<value> choices;
  choices.reserve(f.one_of.size());
  for (const check::literal_value& v : f.one_of) choices.push_back(value_of(v));
  row.one_of = builder_.constants_of(choices);
  row.max_size = f.max_size;
  row.max_age_seconds = f.max_age_seconds;
  row.at = place(f.at);
  return row;
}

void pack_writer::facts() {
  for (const check::checked_fact& f : checked_.facts) builder_.tables.facts.push_back(fact(f));
  for (const check::checked_fact& f : checked_.line_facts)
    builder_.tables.line_facts.push_back(fact(f));
}

void pack_writer::selectors() {
  for (const check::checked_selector& s : checked_.selectors) {
    graph::selector_row row;
    row.name = builder_.intern(s.name);
    row.when = emitter_.emit(s.when);
    row.at = place(s.at);
    builder_.tables.selectors.push_back(row);
  }
}

}  // namespace parley::compile
