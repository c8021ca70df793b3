#include "changes/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "changes/record.hpp"
#include "facts_io/read_nodes.hpp"
#include "parley/base/limits.hpp"
#include "parley/engine/batch.hpp"
#include "parley/engine/explain.hpp"
#include "parley/engine/validate.hpp"
#include "parley/money/currency.hpp"
#include "report/decision_text.hpp"
#include "report/format.hpp"

namespace parley::changes {

namespace {

using report::replay_summary;
using report::replay_verdict;

replay_verdict verdict_of(const decision& made) {
  return static_cast<replay_verdict>(static_cast<std::uint8_t>(made.verdict));
}
static_assert(static_cast<int>(replay_verdict::deny) == static_cast<int>(verdict::deny));

/// One pack at work.
struct asked_side {
  asked_side(const pack& p, bool with_reach)
      : rules(p),
        currency(name_of_currency(p.header().currency)),
        reach(with_reach ? p.tables().offers.size() : 0) {
    held.reserve(
        condition_batch::width);  // growing would copy the sets, and copies view the originals
  }

  const pack& rules;
  std::string currency;
  std::optional<fact_set> facts;
  std::optional<owned_proposal> proposed;
  std::string refusal;  ///< code of the first diagnostic, where the facts don't fit
  workspace memory;
  decision made;
  // Facts of a block of records, for the conditions of all offers at once.
  condition_batch batch;
  std::vector<std::optional<fact_set>> held;
  std::vector<std::uint64_t> reach;  ///< by offer

  void read(const request_record& record, const read_options& options, diagnostics& found) {
    facts.reset(), proposed.reset(), refusal.clear();
    const std::size_t errors = found.error_count();
    facts = facts_io::read_facts(rules, record.facts_document(), options, found);
    if (facts) {
      proposed = facts_io::read_proposal(rules, record.proposal_document(), options, found);
    }
    if (found.error_count() == errors && facts && proposed) return;
    facts.reset(), proposed.reset();
    for (const diagnostic& d : found.items()) {
      if (d.severity != severity::error) continue;
      refusal = d.code;
      return;
    }
  }

  [[nodiscard]] bool fits() const { return facts.has_value(); }
  void ask() {
    if (fits()) validate(rules, *facts, proposed->content, memory, made);
  }
  [[nodiscard]] replay_verdict verdict() const {
    return fits() ? verdict_of(made) : replay_verdict::refused;
  }
  /// What is given away where it may be promised.
  [[nodiscard]] std::int64_t conceded() const {
    return fits() && made.verdict == verdict::allow && made.has_quote ? made.quote.concession : 0;
  }
  [[nodiscard]] std::string_view handoff() const {
    if (!fits() || made.handoffs.empty()) return {};
    return rules.text(rules.tables().handoffs[made.handoffs.front()].to);
  }
  [[nodiscard]] std::string reason() const {
    if (!fits()) return refusal;
    if (made.findings.empty()) return {};
    const finding& f = made.findings.front();
    const rule_words words = words_of(rules, f);
    return words.id.empty() ? std::string(name_of(f.code))
                            : fmt::format("{} by {}", name_of(f.code), words.id);
  }
  [[nodiscard]] std::string answer() const {
    if (!fits()) return fmt::format("refused ({})", refusal);
    std::string out(name_of(made.verdict));
    if (made.has_quote)
      out += fmt::format(", total {}", report::money_text(rules, made.quote.total));
    return out;
  }

  /// Keeps the facts for the batch; counts when a block is full.
  void keep() {
    if (reach.empty() || !fits()) return;
    held.push_back(std::move(facts));
    if (held.size() == condition_batch::width) count();
  }
  void count() {
    if (held.empty()) return;
    std::array<const fact_set*, condition_batch::width> views{};
    for (std::size_t i = 0; i < held.size(); ++i) views[i] = &*held[i];
    batch.run(rules, std::span(views).first(held.size()));
    for (graph::index o = 0; o < reach.size(); ++o) {
      reach[o] += static_cast<std::uint64_t>(std::popcount(batch.condition(o).yes));
    }
    held.clear();
  }
};

bool same_quote(const decision& b, const decision& a) {
  if (b.has_quote != a.has_quote) return b.verdict == verdict::deny;  // only the reasons differ
  if (!b.has_quote) return true;
  return b.quote.total == a.quote.total && b.quote.discount == a.quote.discount &&
         b.quote.shipping_discount == a.quote.shipping_discount &&
         b.quote.concession == a.quote.concession;
}

}  // namespace

class replayer::worker {
 public:
  worker(const pack& before, const pack& after, const replay_options& options)
      : before_(before, options.reach), after_(after, options.reach), options_(options) {}

  replay_summary run(std::string_view lines, std::uint64_t line) {
    out_ = {};
    for (; !lines.empty(); ++line) {
      const std::size_t end = std::min(lines.find('\n'), lines.size());
      one(lines.substr(0, end), line);
      lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    before_.count();
    after_.count();
    tell_reach(before_, &report::offer_reach::before);
    tell_reach(after_, &report::offer_reach::after);
    return std::move(out_);
  }

 private:
  void tell_reach(asked_side& side, std::uint64_t report::offer_reach::*field) {
    for (graph::index o = 0; o < side.reach.size(); ++o) {
      if (const std::uint64_t count = std::exchange(side.reach[o], 0)) {
        out_.reach[std::string(report::offer_name(side.rules, o))].*field += count;
      }
    }
  }

  void refuse(std::uint64_t line, std::string message) {
    ++out_.bad;
    if (out_.bad_records.size() < caps::replay_bad_lines) {
      out_.bad_records.push_back({line, std::move(message)});
    }
  }

  void one(std::string_view text, std::uint64_t line) {
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
    diagnostics found;
    const bool good = record_.read(text, found);
    read_options reading;
    if (good) {
      reading = {record_.minor(), options_.ignore_unknown};
      before_.read(record_, reading, found);
    }
    if (!good || !before_.fits()) {
      for (const diagnostic& d : found.items()) {
        if (d.severity != severity::error) continue;
        return refuse(line, fmt::format("{} at byte {}: {}", d.code, d.at.offset + 1, d.message));
      }
      return refuse(line, "this is no record");
    }
    reading.ignore_unknown = true;  // facts that only the old pack has
    diagnostics refused;
    after_.read(record_, reading, refused);
    before_.ask();
    after_.ask();
    compare(line);
    before_.keep();
    after_.keep();
  }

  void compare(std::uint64_t line) {
    ++out_.records;
    const replay_verdict was = before_.verdict();
    const replay_verdict is = after_.verdict();
    ++out_.matrix[static_cast<std::size_t>(was)][static_cast<std::size_t>(is)];
    if (!record_.decided().empty()) {
      ++out_.recorded;
      if (record_.decided() != report::name_of(was)) {
        ++out_.recorded_other;
        if (out_.recorded_lines.size() < report::replay_examples)
          out_.recorded_lines.push_back(line);
      }
    }
    const std::int64_t gave = before_.conceded();
    const std::int64_t gives = after_.conceded();
    out_.conceded_before[before_.currency] += gave;
    out_.conceded_after[after_.currency] += gives;
    const bool quotes =
        was == is && is != replay_verdict::refused && !same_quote(before_.made, after_.made);
    const bool handoffs = before_.handoff() != after_.handoff() && is != replay_verdict::refused;
    if (was != is) ++out_.changed;
    if (quotes) ++out_.other_quote;
    if (handoffs) ++out_.other_handoff;
    if (was == is && !quotes && !handoffs) return;

    report::replay_group& group = out_.groups[{was, is, reason(was, is, quotes)}];
    ++group.count;
    if (gives > gave) out_.more[after_.currency] += gives - gave;
    if (gives < gave) out_.less[before_.currency] += gave - gives;
    if (before_.currency == after_.currency) {
      group.moved[after_.currency] += gives - gave;
    } else {
      group.moved[after_.currency] += gives;
      group.moved[before_.currency] -= gave;
    }
    if (group.examples.size() < report::replay_examples) {
      group.examples.push_back({line, std::string(record_.id()),
                                report::offers_text(before_.proposed->content, before_.rules),
                                before_.answer(), after_.answer()});
    }
  }

  [[nodiscard]] std::string reason(replay_verdict was, replay_verdict is, bool quotes) const {
    if (was == is) {
      if (quotes) return "other amounts";
      return fmt::format("handoff to {} instead of {}",
                         after_.handoff().empty() ? "nobody" : after_.handoff(),
                         before_.handoff().empty() ? "nobody" : before_.handoff());
    }
    return is > was ? after_.reason() : before_.reason();
  }

  asked_side before_;
  asked_side after_;
  replay_options options_;
  request_record record_;
  replay_summary out_;
};

replayer::replayer(const pack& before, const pack& after, const replay_options& options)
    : worker_(std::make_unique<worker>(before, after, options)) {}
replayer::~replayer() = default;

replay_summary replayer::run(std::string_view lines, std::uint64_t first_line) {
  return worker_->run(lines, first_line);
}

}  // namespace parley::changes
