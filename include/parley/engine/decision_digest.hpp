// One hash for one decision: two answers with the same digest are the same answer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/sha256.hpp"
#include "parley/engine/decision.hpp"

namespace parley {

namespace engine {

/// A decision written out by names, so that neither the order of rules in the pack nor that of the
/// proposal shows. Texts carry their size, so that no content can imitate the structure.
class canonical_decision {
 public:
  canonical_decision(const pack& p, const decision& made) : p_(p), made_(made) {}

  [[nodiscard]] std::string text() {
    out_ = "decision 1\n";
    word(name_of(made_.verdict));
    findings("finding", made_.findings);
    findings("note", made_.notes);
    for (const missing_fact& m : made_.missing) missing(m);
    if (!made_.handoffs.empty()) {
      const graph::handoff_row& row = p_.tables().handoffs[made_.handoffs.front()];
      word("handoff"), word(p_.text(row.to)), word(p_.text(row.because));
    }
    lists();
    if (made_.has_quote) price(made_.quote);
    return std::move(out_);
  }

 private:
  void word(std::string_view text) {
    out_ += std::to_string(text.size());
    out_ += ':';
    out_ += text;
    out_ += '\n';
  }
  void number(std::int64_t n) {
    out_ += std::to_string(n);
    out_ += '\n';
  }
  void amount(const quantity& q) {
    number(static_cast<int>(q.what)), number(q.numerator), number(q.denominator);
  }
  [[nodiscard]] std::string_view offer(graph::index which) const {
    return p_.text(p_.tables().offers[which].name);
  }

  void findings(std::string_view kind, const std::vector<finding>& list) {
    const auto& t = p_.tables();
    for (const finding& f : list) {
      word(kind), word(name_of(f.code)), word(name_of(f.verdict)), word(f.text);
      switch (f.rule == no_index ? finding::rule_kind::none : f.rule_kind) {
        case finding::rule_kind::offer: word(offer(f.rule)); break;
        case finding::rule_kind::stacking: word(p_.text(t.stacking[f.rule].id)); break;
        case finding::rule_kind::limit: word(p_.text(t.limits[f.rule].id)); break;
        case finding::rule_kind::playbook: word(p_.text(t.playbooks[f.rule].name)); break;
        case finding::rule_kind::none: word(""); break;
      }
      number(f.offers.count);
      for (std::uint32_t i = 0; i < f.offers.count; ++i)
        word(offer(made_.finding_offers[f.offers.first + i]));
      number(f.missing.count);
      for (std::uint32_t i = 0; i < f.missing.count; ++i)
        missing(made_.finding_missing[f.missing.first + i]);
      number(f.line == no_index ? -1 : std::int64_t{f.line});
      amount(f.actual), amount(f.bound);
    }
  }

  void missing(const missing_fact& m) {
    const auto& t = p_.tables();
    number(static_cast<int>(m.what)), number(static_cast<int>(m.reason));
    switch (m.what) {
      case missing_fact::kind::fact: word(p_.text(t.facts[m.which].name)); break;
      case missing_fact::kind::line: word(p_.text(t.line_facts[m.which].name)); break;
      case missing_fact::kind::counter: word(p_.text(t.counters[m.which].key)); break;
      default: number(m.which == no_index ? -1 : std::int64_t{m.which}); break;
    }
    number(m.line == no_index ? -1 : std::int64_t{m.line});
  }

  /// Obligations and approvals, in an order of their own content.
  void lists() {
    std::vector<std::string> rows;
    const auto flush = [&](std::string_view kind) {
      std::sort(rows.begin(), rows.end());
      for (const std::string& row : rows) word(kind), out_ += row;
      rows.clear();
    };
    std::string before;
    const auto row = [&](auto&& write) {
      before.swap(out_);
      out_.clear();
      write();
      rows.push_back(out_);
      out_.swap(before);
    };
    for (const graph::index i : made_.obligations) {
      const graph::obligation_row& o = p_.tables().obligations[i];
      row([&] { word(p_.text(o.kind)), word(p_.text(o.text)); });
    }
    flush("obligation");
    for (const approval_request& a : made_.approvals) {
      const graph::limit_row& limit = p_.tables().limits[a.limit];
      row([&] { word(p_.text(limit.id)), word(p_.text(limit.role)), amount(a.up_to); });
    }
    flush("approval");
  }

  void price(const quote& q) {
    word("quote");
    for (const std::int64_t n : {q.subtotal, q.discount, q.shipping, q.shipping_discount, q.total,
                                 q.concession, q.gifts_cost}) {
      number(n);
    }
    for (const applied_offer& a : q.applied) {
      word(offer(a.offer)), number(a.has_parameter ? 1 : 0), number(a.parameter);
      number(a.amount), number(a.shipping_amount), number(a.cost), number(a.wanted);
      word(a.bound_by == no_index ? "" : p_.text(p_.tables().limits[a.bound_by].id));
    }
    for (const quoted_line& line : q.lines) {
      number(line.list), number(line.discount), number(line.price);
      number(line.allocations.count);
      for (std::uint32_t i = 0; i < line.allocations.count; ++i) {
        const allocation& part = q.allocations[line.allocations.first + i];
        number(part.applied), number(part.amount);
      }
      number(line.runs.count);
      for (std::uint32_t i = 0; i < line.runs.count; ++i) {
        const unit_run& run = q.runs[line.runs.first + i];
        number(run.count), number(run.price);
      }
    }
  }

  const pack& p_;
  const decision& made_;
  std::string out_;
};

}  // namespace engine

/// SHA-256 of a decision in lower-case hex: verdict, findings, missing facts, handoff, obligations,
/// approvals and the quote to the last unit; not the pack's digest, nor places in its text. The
/// order of rules, map keys and offers doesn't change it. It covers bounds, so it is for the house
/// only: whoever has it can check a guess.
[[nodiscard]] inline std::string decision_digest(const pack& p, const decision& made) {
  return sha256_hex(engine::canonical_decision(p, made).text());
}

}  // namespace parley
