// A compiled pack: the tables of a graph over one block of memory.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "parley/base/sha256.hpp"
#include "parley/graph/packed_rows.hpp"
#include "parley/graph/tables.hpp"

namespace parley {

namespace graph {

/// Every table of a pack, in the order of the image. `for_each_table` is the one list of them.
template <template <typename> class Column>
struct tables_of {
  Column<header_row> header;  // exactly one row
  Column<char> texts;
  Column<constant> constants;
  Column<fact_row> facts;       // sorted by name
  Column<fact_row> line_facts;  // built-in attributes first (line_attribute), then declared by name
  Column<fact_ref> fact_refs;
  Column<expression_node> expression_nodes;
  Column<index> expression_operands;  // operands of nodes with many, see expression_op.hpp
  Column<expression_row> expressions;
  Column<selector_row> selectors;
  Column<offer_row> offers;      // in pack order
  Column<index> offers_by_name;  // into offers, sorted by name
  Column<class_row> classes;
  Column<index> class_refs;
  Column<index> offer_refs;
  Column<index> rule_refs;
  Column<bundle_part_row> bundle_parts;
  Column<tier_row> tiers;
  Column<obligation_row> obligations;
  Column<subject_row> subjects;
  Column<stacking_row> stacking;
  Column<limit_row> limits;
  Column<counter_row> counters;  // sorted by key
  Column<playbook_row> playbooks;
  Column<handoff_row> handoffs;
  Column<step_row> steps;
  Column<step_item_row> step_items;
  Column<trigger_row> triggers;
  Column<std::int64_t> zone_data;  // time-zone rules, see zone.hpp
  Column<wording_row> wording;     // sorted by language, then key
};

/// Calls `visit` with every table in the order of the image. Offers and expressions come as their
/// parts (packed_rows.hpp) where they are stored so, else as wide rows.
template <typename Tables, typename Visit>
constexpr void for_each_table(Tables& t, Visit&& visit) {
  const auto in_parts = [&](auto& column) {
    if constexpr (requires { column.visit_parts(column, visit); }) {
      column.visit_parts(column, visit);
    } else {
      visit(column);
    }
  };
  visit(t.header), visit(t.texts), visit(t.constants), visit(t.facts), visit(t.line_facts);
  visit(t.fact_refs), in_parts(t.expression_nodes), visit(t.expression_operands);
  in_parts(t.expressions), visit(t.selectors);
  in_parts(t.offers), visit(t.offers_by_name), visit(t.classes), visit(t.class_refs),
      visit(t.offer_refs);
  visit(t.rule_refs), visit(t.bundle_parts), visit(t.tiers), visit(t.obligations),
      visit(t.subjects);
  visit(t.stacking), visit(t.limits), visit(t.counters), visit(t.playbooks), visit(t.handoffs);
  visit(t.steps), visit(t.step_items), visit(t.triggers), visit(t.zone_data), visit(t.wording);
}

namespace detail {

template <typename T>
struct viewed {
  using type = std::span<const T>;
};
template <>
struct viewed<offer_row> {
  using type = offers_view;
};
template <>
struct viewed<fact_ref> {
  using type = std::span<const packed_fact>;
};
template <>
struct viewed<expression_node> {
  using type = nodes_view;
};
template <>
struct viewed<expression_row> {
  using type = expressions_view;
};

}  // namespace detail

template <typename T>
using column_view = typename detail::viewed<T>::type;
using table_views = tables_of<column_view>;

}  // namespace graph

namespace detail {

/// What is computed from a pack once, by whoever asks first, and shared by its copies.
struct derived_slot {
  std::once_flag once;
  std::atomic<const void*> ready = nullptr;  ///< `content`, once it is there
  std::shared_ptr<const void> content;
};

[[nodiscard]] inline std::uint64_t next_serial() noexcept {
  static std::atomic<std::uint64_t> last = 0;
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace detail

/// The things that are derived from a pack, each in a slot of its own.
enum class derived_part : std::uint8_t { conditions, names, stacking, pairs, count };

/// An immutable compiled pack. Cheap to copy (shares its memory); const use from any number of
/// threads is safe. Made by the compiler (parley/compiler/compile.hpp) or from an image
/// (parley/graph/image.hpp).
class pack {
 public:
  /// Precondition: the views point into `owner`'s memory and have been verified.
  pack(std::shared_ptr<const void> owner, graph::table_views tables, std::string digest)
      : pack(std::move(owner), tables) {
    derived_->digest = std::move(digest);
    derived_->digest_known = true;
  }
  /// Likewise; the digest is that of `digested`, part of `owner`'s memory, taken when asked for.
  pack(std::shared_ptr<const void> owner, graph::table_views tables,
       std::span<const std::byte> digested)
      : pack(std::move(owner), tables) {
    derived_->digested = digested;
  }

  [[nodiscard]] const graph::table_views& tables() const noexcept { return tables_; }
  [[nodiscard]] const graph::header_row& header() const noexcept { return tables_.header[0]; }
  [[nodiscard]] std::string_view text(text_ref ref) const noexcept {
    return {tables_.texts.data() + ref.offset, ref.size};
  }
  [[nodiscard]] std::string_view name() const noexcept { return text(header().name); }
  /// SHA-256 of the image in lower-case hex: what approvals, sessions and offers are bound to. The
  /// first call on a pack takes time linear in its size, some 5 milliseconds a megabyte.
  [[nodiscard]] const std::string& digest() const {
    derived_content& d = *derived_;
    if (!d.digest_known.load(std::memory_order_acquire)) {
      std::call_once(d.digest_once, [&d] {
        d.digest = hex_text(sha256(d.digested));
        d.digest_known.store(true, std::memory_order_release);
      });
    }
    return d.digest;
  }
  /// A number that only copies of this pack share in this process: for memory that is kept between
  /// requests to see whether it was made for the same pack. Of no meaning outside.
  [[nodiscard]] std::uint64_t serial() const noexcept { return derived_->serial; }

  /// The rows a range stands for, e.g. `rows(tables().subjects, rule.right)`.
  template <typename T>
  [[nodiscard]] static std::span<const T> rows(std::span<const T> table, row_range r) noexcept {
    return table.subspan(r.first, r.count);
  }

  /// The declared facts, for `fact_set` and readers of facts files.
  [[nodiscard]] fact_schema schema() const noexcept {
    return {tables_.facts,           tables_.line_facts, tables_.constants,       tables_.texts,
            tables_.counters.size(), header().currency,  header().currency_digits};
  }

  /// The offer of this name, or `no_index`.
  [[nodiscard]] graph::index offer_named(std::string_view name) const;
  [[nodiscard]] graph::index counter_named(std::string_view key) const noexcept;
  [[nodiscard]] graph::index playbook_named(std::string_view name) const noexcept;

  /// What the engine derives from the tables, made on first use and kept with the pack: any number
  /// of threads may ask, one of them makes it. `make` gives a shared_ptr; a part has one type.
  template <typename T, derived_part Part, typename Make>
  [[nodiscard]] const T& derived(Make&& make) const {
    detail::derived_slot& slot = derived_->parts[static_cast<std::size_t>(Part)];
    const void* found = slot.ready.load(std::memory_order_acquire);
    if (found == nullptr) {
      std::call_once(slot.once, [&] {
        slot.content = std::shared_ptr<const T>(make());
        slot.ready.store(slot.content.get(), std::memory_order_release);
      });
      found = slot.content.get();
    }
    return *static_cast<const T*>(found);
  }

 private:
  struct derived_content {
    std::array<detail::derived_slot, static_cast<std::size_t>(derived_part::count)> parts;
    std::once_flag digest_once;
    std::atomic<bool> digest_known = false;
    std::string digest;
    std::span<const std::byte> digested;  // what `digest` is the SHA-256 of
    const std::uint64_t serial = detail::next_serial();
  };

  pack(std::shared_ptr<const void> owner, const graph::table_views& tables)
      : owner_(std::move(owner)), derived_(std::make_shared<derived_content>()), tables_(tables) {}

  std::shared_ptr<const void> owner_;
  std::shared_ptr<derived_content> derived_;
  graph::table_views tables_;
};

// The inline definitions stand in graph/pack_lookup.hpp, included here so that one include
// suffices.
}  // namespace parley

#include "parley/graph/pack_lookup.hpp"
