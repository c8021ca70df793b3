// What writing the tables of a pack shares. Only compile_pack makes one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "check/checked_pack.hpp"
#include "compile/expression_emitter.hpp"
#include "compile/graph_builder.hpp"
#include "compile/write_zones.hpp"

namespace parley::compile {

/// One pass over one checked pack; the member functions run in the order they stand in. Not
/// thread-safe.
class pack_writer {
 public:
  pack_writer(const check::checked_pack& checked, const source_set& sources)
      : checked_(checked), sources_(sources), emitter_(builder_) {}

  void header();
  void facts();  // write_facts.cpp
  void selectors();
  void offers();       // write_offers.cpp
  void stacking();     // write_rules.cpp
  void limits();       // write_rules.cpp
  void playbooks();    // write_playbooks.cpp
  void negotiation();  // write_playbooks.cpp
  void wording();      // write_playbooks.cpp
  void indexes();      // write_indexes.cpp: which rules concern which offer
  void zones(const zone_map& zones) { write_zones(zones, builder_); }

  [[nodiscard]] pack seal() {
    emitter_.finish();
    return builder_.seal();
  }

 private:
  place_row place(const span& at);
  text_ref file_name(std::uint32_t file);
  [[nodiscard]] std::string name_in_pack(const source_file& file) const;
  graph::index condition(const std::optional<check::typed_condition>& c);
  row_range obligations(const std::vector<check::checked_obligation>& list);
  row_range handoffs(const std::vector<check::checked_handoff>& list);
  fact_row fact(const check::checked_fact& f);
  graph::effect_row effect(const check::checked_effect& e);

  [[nodiscard]] graph::header_row& head() { return builder_.tables.header[0]; }

  const check::checked_pack& checked_;
  const source_set& sources_;
  graph_builder builder_;
  expression_emitter emitter_;
  std::vector<std::optional<text_ref>> file_names_;
};

}  // namespace parley::compile
