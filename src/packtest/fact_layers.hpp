// Facts put together from several mappings: fixtures that extend each other, and what a test
// changes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/graph/pack.hpp"
#include "yaml/document.hpp"

namespace parley::packtest {

/// A document under construction. Later layers win: mappings are merged key by key, everything else
/// is replaced as a whole. `customer.orders: 3` and `customer: {orders: 3}` mean the same. A
/// mapping under `cart.lines` or `cart.shipping` changes the entries of those ids. `{unknown:
/// missing}` takes away what no declared fact stands for (`now`, a counter, the cart). Every part
/// keeps the place where it was written. Copyable; `rules` and `found` must outlive it.
class fact_layers {
 public:
  fact_layers(const pack& rules, diagnostics& found) : rules_(&rules), found_(&found) {
    root_.self.kind = yaml::node_kind::mapping;
  }

  /// Adds a mapping; keys in `leave_out` say something else.
  void add(const yaml::document& from, const yaml::node& mapping,
           const std::vector<std::string_view>& leave_out = {});
  /// Sets what one key of a mapping would: `path` may have dots.
  void set(const yaml::document& from, std::string_view path, span at, const yaml::node& content);
  /// The same with a plain scalar.
  void set_text(std::string_view path, span at, std::string text);

  /// Gives each approval the keys it doesn't have, as plain texts: what only the program knows.
  void fill_approvals(const std::vector<std::pair<std::string_view, std::string>>& missing);
  [[nodiscard]] bool has_approvals() const;
  void drop_approvals();

  /// The whole as a document that facts are read from.
  [[nodiscard]] yaml::document build(std::uint32_t file, span at) const;

 private:
  struct entry;
  struct tree {
    yaml::node self;  // kind, text and place; children stand below
    std::vector<entry> entries;
    std::vector<tree> items;
  };
  struct entry {
    yaml::node key;
    tree content;
  };
  /// How keys are read at some depth: `facts` split at dots, `raw` (counters) not, and below `leaf`
  /// nothing is merged.
  enum class zone : std::uint8_t { facts, cart, raw, leaf };
  struct position {
    tree* at = nullptr;
    std::string path;
    zone keys = zone::facts;
  };

  void merge(const position& into, const yaml::document& from, const yaml::node& mapping,
             const std::vector<std::string_view>& leave_out, std::size_t depth);
  void put(position into, std::string_view key, span at, const yaml::document& from,
           const yaml::node& content, std::size_t depth);
  [[nodiscard]] zone zone_of(std::string_view path, zone above) const;
  [[nodiscard]] tree* descend(tree& at, std::string_view name, span key_at);
  [[nodiscard]] static tree copy(const yaml::document& from, const yaml::node& n);
  [[nodiscard]] static std::uint32_t write(const tree& t, yaml::document& to);

  const pack* rules_;
  diagnostics* found_;
  tree root_;
};

}  // namespace parley::packtest
