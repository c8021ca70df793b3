#include "oracle/subject.hpp"

#include <algorithm>
#include <vector>

#include "parley/facts/cart_hash.hpp"
#include "syntax/parse_pack.hpp"
#include "yaml/reader.hpp"

namespace parley::oracle {
namespace {

std::string listed(const source_set& sources, const diagnostics& found) {
  std::string out;
  for (const diagnostic& d : found.items()) {
    if (d.severity != severity::error) continue;
    out += d.code + " ";
    if (d.at.known()) out += std::to_string(sources[d.at.file].at(d.at.offset).line) + ": ";
    out += d.message + "\n";
  }
  return out;
}

std::string rule_name(const pack& p, const finding& f) {
  // Effects are told apart by their code; the naive evaluator stops at the first.
  if (f.code == finding_code::effect_unknown) return "";
  switch (f.rule_kind) {
    case finding::rule_kind::offer: return std::string(p.text(p.tables().offers[f.rule].name));
    case finding::rule_kind::stacking: return std::string(p.text(p.tables().stacking[f.rule].id));
    case finding::rule_kind::limit: return std::string(p.text(p.tables().limits[f.rule].id));
    case finding::rule_kind::playbook:
      return std::string(p.text(p.tables().playbooks[f.rule].name));
    default: return "";
  }
}

std::string shown(const std::set<naive_finding>& findings) {
  std::string out;
  for (const auto& [code, rule, v] : findings) {
    out += "  " + std::string(name_of(v)) + " " + std::string(name_of(code)) + " " + rule + "\n";
  }
  return out;
}

}  // namespace

compiled_pack::compiled_pack(const std::string& yaml) : made(compile_text("pack.yaml", yaml)) {
  faults = listed(made.sources, made.found);
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add("pack.yaml", yaml);
  if (const auto document = yaml::read(sources, file, found))
    syntax::parse_pack_file(*document, ast, found);
  if (faults.empty()) faults = listed(sources, found);
  if (faults.empty() && !made.compiled) faults = "no pack";
}

void bind_approvals(const compiled_pack& pack, naive_facts& facts) {
  naive_facts bare = facts;
  bare.approvals.clear();
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add("facts.yaml", bare.yaml());
  const std::optional<fact_set> read = read_facts(*pack.made.compiled, sources, file, {}, found);
  facts.pack_digest = pack.made.compiled->digest();
  if (read) facts.cart_hash = cart_hash(*read);
}

engine_decision ask(const compiled_pack& pack, const std::string& yaml, const naive_proposal& asked,
                    bool accept_partial) {
  engine_decision out;
  source_set sources;
  diagnostics found;
  const std::uint32_t file = sources.add("facts.yaml", yaml);
  const std::optional<fact_set> facts = read_facts(*pack.made.compiled, sources, file, {}, found);
  if (!facts) {
    out.faults = listed(sources, found) + " ";
    return out;
  }
  proposal real;
  for (const naive_asked& a : asked.offers)
    real.offers.push_back({a.name, a.parameter, a.has_parameter, false});
  real.intent = asked.intent;
  real.accept_partial = accept_partial;
  workspace w;
  validate(*pack.made.compiled, *facts, real, w, out.full);
  for (finding& f : out.full.findings) {
    out.findings.insert({f.code, rule_name(*pack.made.compiled, f), f.verdict});
    f.text = {};  // a view of the proposal
  }
  return out;
}

std::string describe(const compiled_pack& pack, const engine_decision& d) {
  std::string out = "verdict " + std::string(name_of(d.full.verdict)) + "\n" + shown(d.findings);
  if (!d.full.has_quote) return out;
  const quote& q = d.full.quote;
  out += "  discount " + std::to_string(q.discount) + " shipping " + std::to_string(q.shipping) +
         " - " + std::to_string(q.shipping_discount) + " total " + std::to_string(q.total) +
         " lines";
  for (const quoted_line& line : q.lines) out += " " + std::to_string(line.discount);
  for (const applied_offer& a : q.applied) {
    out +=
        "\n  " +
        std::string(pack.made.compiled->text(pack.made.compiled->tables().offers[a.offer].name)) +
        " " + std::to_string(a.amount) + " shipping " + std::to_string(a.shipping_amount) +
        " cost " + std::to_string(a.cost);
  }
  return out + "\n";
}

std::string describe(const naive_decision& d) {
  std::string out = "verdict " + std::string(name_of(d.verdict)) + "\n" + shown(d.findings);
  if (!d.quote) return out;
  const naive_quote& q = *d.quote;
  out += "  discount " + std::to_string(q.discount) + " shipping " + std::to_string(q.shipping) +
         " - " + std::to_string(q.shipping_discount) + " total " + std::to_string(q.total) +
         " lines";
  for (const std::int64_t line : q.line_discounts) out += " " + std::to_string(line);
  for (const naive_applied& a : q.applied) {
    out += "\n  " + a.offer->name.text + " " + std::to_string(a.amount) + " shipping " +
           std::to_string(a.shipping) + " cost " + std::to_string(a.cost);
  }
  return out + "\n";
}

std::string describe(const naive_proposal& asked) {
  std::string out = "intent `" + asked.intent + "`";
  for (const naive_asked& a : asked.offers) {
    out += " " + a.name;
    if (a.has_parameter) out += "=" + std::to_string(a.parameter);
  }
  return out + "\n";
}

}  // namespace parley::oracle
