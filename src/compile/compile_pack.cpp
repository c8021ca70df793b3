#include "compile/compile_pack.hpp"

#include <algorithm>
#include <filesystem>

#include "compile/pack_writer.hpp"
#include "parley/money/currency.hpp"

namespace parley::compile {

pack compile_pack(const check::checked_pack& checked, const zone_map& zones,
                  const source_set& sources) {
  pack_writer writer(checked, sources);
  writer.header();
  writer.facts();
  writer.selectors();
  writer.offers();
  writer.stacking();
  writer.limits();
  writer.playbooks();
  writer.negotiation();
  writer.wording();
  writer.indexes();
  writer.zones(zones);
  return writer.seal();
}

void pack_writer::header() {
  graph::header_row& h = head();
  h.name = builder_.intern(checked_.name);
  h.timezone = builder_.intern(checked_.timezone.empty() ? "UTC" : checked_.timezone);
  h.version = checked_.version;
  h.currency = checked_.currency;
  h.currency_digits = static_cast<std::uint8_t>(checked_.digits);
  h.rounding = checked_.rounding;
  std::copy_n(checked_.rounding_level, 3, h.rounding_level);
  h.remainder = checked_.remainder;
  h.stacking_open = checked_.stacking_open ? 1 : 0;
  h.stacking_mutual = checked_.stacking_mutual ? 1 : 0;
  h.intent_optional = checked_.intent_optional ? 1 : 0;
  h.tax_inclusive = checked_.tax_inclusive ? 1 : 0;
  h.tax_on_list = checked_.tax_on_list ? 1 : 0;
  h.tax_rounding = checked_.tax_rounding;
  h.line_order = checked_.line_order;
}

/// A file's name seen from the pack's folder, so that a pack has one digest wherever it is
/// compiled.
std::string pack_writer::name_in_pack(const source_file& file) const {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(sources_[0].name()).lexically_normal().parent_path();
  const fs::path name = fs::path(file.name()).lexically_normal();
  const auto [in_folder, in_name] =
      std::mismatch(folder.begin(), folder.end(), name.begin(), name.end());
  if (in_folder != folder.end()) return name.generic_string();
  fs::path rest;
  for (auto part = in_name; part != name.end(); ++part) rest /= *part;
  return rest.generic_string();
}

text_ref pack_writer::file_name(std::uint32_t file) {
  if (file_names_.size() <= file) file_names_.resize(sources_.size());
  if (!file_names_[file]) file_names_[file] = builder_.intern(name_in_pack(sources_[file]));
  return *file_names_[file];
}

place_row pack_writer::place(const span& at) {
  place_row row;
  if (!at.known() || at.file >= sources_.size()) return row;
  const source_file& file = sources_[at.file];
  const parley::place where = file.at(at.offset);
  row.file = file_name(at.file);
  row.line = where.line;
  row.column = where.column;
  return row;
}

graph::index pack_writer::condition(const std::optional<check::typed_condition>& c) {
  return c ? emitter_.emit(*c) : no_index;
}

row_range pack_writer::obligations(const std::vector<check::checked_obligation>& list) {
  std::vector<graph::obligation_row> rows;
  rows.reserve(list.size());
  for (const check::checked_obligation& o : list) {
    rows.push_back(
        {builder_.intern(o.kind), builder_.intern(o.text), condition(o.when), place(o.at)});
  }
  return graph_builder::append(builder_.tables.obligations, rows);
}

row_range pack_writer::handoffs(const std::vector<check::checked_handoff>& list) {
  std::vector<graph::handoff_row> rows;
  rows.reserve(list.size());
  for (const check::checked_handoff& h : list) {
    rows.push_back(
        {condition(h.when), builder_.intern(h.to), builder_.intern(h.because), place(h.at)});
  }
  return graph_builder::append(builder_.tables.handoffs, rows);
}

}  // namespace parley::compile
