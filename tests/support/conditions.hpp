// Conditions from text to answer over a small pack, for the tests of the condition pipeline.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/condition_checker.hpp"
#include "compile/expression_emitter.hpp"
#include "compile/graph_builder.hpp"
#include "compile/write_zones.hpp"
#include "parley/engine/evaluator.hpp"
#include "parley/facts/real_text.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/verify.hpp"
#include "parley/money/currency.hpp"
#include "syntax/condition_parser.hpp"

namespace parley::test {

/// Facts, line facts and selectors of a pack in USD. Declare, compile conditions, seal, set facts,
/// ask.
class condition_bench {
 public:
  condition_bench() {
    scope_.currency = "USD";
    scope_.line_facts = check::built_in_line_facts();
  }
  /// CEL's own dialect, over facts of any type.
  explicit condition_bench(check::dialect dialect) : condition_bench() { scope_.dialect = dialect; }
  [[nodiscard]] check::condition_scope& scope() { return scope_; }
  condition_bench(const condition_bench&) = delete;
  condition_bench& operator=(const condition_bench&) = delete;

  condition_bench& fact(check::scope_fact f) {
    const bool of_line = f.name.starts_with("line.");
    auto& into = of_line ? scope_.line_facts : scope_.facts;
    if (of_line) f.name.erase(0, 5);
    into.push_back(std::move(f));
    // Declared facts are sorted by name; line attributes stand after the built-in ones.
    std::sort(into.begin() + (of_line ? int{line_built_in_count} : 0), into.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return *this;
  }
  condition_bench& fact(std::string name, type_kind type, type_kind element = type_kind::null) {
    check::scope_fact f;
    f.name = std::move(name);
    f.type = type;
    f.element = element;
    return fact(std::move(f));
  }

  /// A selector; declare all facts before, all conditions after.
  condition_bench& selector(std::string name, std::string_view when) {
    prepare();
    check::condition_use use;
    use.line = true;
    use.selectors = false;
    const std::uint32_t row = compile(when, use);
    graph::selector_row made;
    made.name = builder_.intern(name);
    made.when = row;
    builder_.tables.selectors.push_back(made);
    scope_.selectors.push_back(std::move(name));
    return *this;
  }

  /// The row of a condition, no_index when it doesn't compile; `problems` then says why.
  std::uint32_t compile(std::string_view text, const check::condition_use& use = any_use()) {
    prepare();
    problems = {};
    const auto parsed = syntax::parse_condition(
        text, {0, 0, static_cast<std::uint32_t>(text.size())}, true, problems);
    if (!parsed) return no_index;
    const auto typed = check::check_condition(*parsed, scope_, use, problems);
    if (!typed) return no_index;
    zones_.merge(compile::load_zones(typed->zones, problems));
    if (problems.has_errors()) return no_index;
    type_text_ = typed->type_text;
    return emitter_->emit(*typed);
  }

  /// The type of what was compiled last.
  [[nodiscard]] const std::string& type_text() const { return type_text_; }

  static check::condition_use any_use() {
    check::condition_use use;
    use.expected = check::condition_use::expect::any;
    use.line = true;
    use.so_far = true;
    return use;
  }

  void seal() {
    prepare();
    builder_.tables.header[0].version = 1;
    compile::write_zones(zones_, builder_);
    emitter_->finish();
    pack_ = builder_.seal();
    const bool doubles = scope_.dialect == check::dialect::standard;
    if (const auto fault = graph::verify(pack_->tables(), doubles))
      throw std::logic_error(fault->message);
    facts_ = std::make_unique<fact_set>(pack_->schema());
  }
  [[nodiscard]] fact_set& facts() { return *facts_; }
  [[nodiscard]] const parley::pack& pack() const { return *pack_; }
  [[nodiscard]] std::uint32_t row(std::string_view name) const {
    return pack_->schema().fact_named(name);
  }
  void set(std::string_view name, const value& v) { facts_->set(row(name), v); }
  void set_state(std::string_view name, fact_state state) { facts_->set_state(row(name), state); }

  /// Starts a request over the facts as they are now.
  void begin(std::string_view intent = {}) { evaluator_.begin(*pack_, *facts_, intent); }
  [[nodiscard]] parley::evaluator& evaluator() { return evaluator_; }

  /// What an expression comes to, as text: "unknown", "error" or the value.
  [[nodiscard]] std::string show(std::uint32_t expression, std::uint32_t line = no_index) {
    const outcome made = evaluator_.compute(expression, line);
    if (made.unknown()) return "unknown";
    return made.failed() ? "error" : show(made.content);
  }
  [[nodiscard]] static std::string show(const value& v) {
    switch (v.kind()) {
      case type_kind::null: return "null";
      case type_kind::boolean: return v.as_bool() ? "true" : "false";
      case type_kind::integer: return std::to_string(v.as_int());
      case type_kind::uinteger: return std::to_string(v.as_uint()) + "u";
      case type_kind::decimal: return v.as_decimal().text();
      case type_kind::percent:
        return multiply(v.as_decimal(), decimal(100, 0))->reduced().text() + "%";
      case type_kind::money:
        return v.as_decimal().text() + std::string(name_of_currency(v.currency()));
      case type_kind::string: return "\"" + std::string(v.as_text()) + "\"";
      case type_kind::bytes: return "b\"" + std::string(v.as_text()) + "\"";
      case type_kind::timestamp: return print(v.as_timestamp());
      case type_kind::duration: return print(v.as_duration());
      case type_kind::list:
      case type_kind::map: {
        std::string made = v.is(type_kind::list) ? "[" : "{";
        for (std::size_t i = 0; i < v.items().size(); ++i)
          made += (i > 0 ? ", " : "") + show(v.items()[i]);
        return made + (v.is(type_kind::list) ? "]" : "}");
      }
      case type_kind::real: return print_real(v.as_real());
      case type_kind::type: return std::string(cel_name_of(v.as_type()));
      case type_kind::optional:
        return v.items().empty() ? "none" : "optional(" + show(v.items()[0]) + ")";
      case type_kind::object: return "line " + std::to_string(v.object_row());
      default: return "?";
    }
  }

  diagnostics problems;

 private:
  void prepare() {
    if (emitter_) return;
    emitter_ = std::make_unique<compile::expression_emitter>(builder_);
    builder_.tables.header[0].name = builder_.intern("bench");
    builder_.tables.header[0].currency = currency_named("USD");
    const auto fill = [&](const std::vector<check::scope_fact>& from, std::vector<fact_row>& to) {
      for (const check::scope_fact& f : from) {
        fact_row made;
        made.name = builder_.intern(f.name);
        made.type = f.type;
        made.element = f.element;
        made.flags = f.optional ? std::uint8_t{fact_optional} : std::uint8_t{0};
        made.max_size = f.max_size == 0 ? 100 : f.max_size;
        to.push_back(made);
      }
    };
    fill(scope_.facts, builder_.tables.facts);
    fill(scope_.line_facts, builder_.tables.line_facts);
  }

  check::condition_scope scope_;
  std::string type_text_;
  compile::graph_builder builder_;
  compile::zone_map zones_;
  std::unique_ptr<compile::expression_emitter> emitter_;
  std::optional<parley::pack> pack_;
  std::unique_ptr<fact_set> facts_;
  parley::evaluator evaluator_;
};

}  // namespace parley::test
