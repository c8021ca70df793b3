// What all readers of this room share: the document, the pack, and checked readings of single
// values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/compiler/read.hpp"
#include "parley/facts/time_text.hpp"
#include "parley/graph/pack.hpp"
#include "yaml/document.hpp"

namespace parley::facts_io {

/// One text being read for one pack. Readings that fail add a diagnostic and return nothing.
/// Not thread-safe.
class input {
 public:
  input(const pack& p, const yaml::document& d, const read_options& o, diagnostics& f)
      : pack_(p), document_(d), options_(o), found_(f) {}

  using node = yaml::node;

  [[nodiscard]] const parley::pack& pack() const noexcept { return pack_; }
  [[nodiscard]] const read_options& options() const noexcept { return options_; }
  [[nodiscard]] const node& root() const { return document_[document_.root]; }
  [[nodiscard]] const node& at(std::uint32_t i) const { return document_[i]; }
  [[nodiscard]] std::span<const std::uint32_t> children(const node& n) const {
    return document_.children_of(n);
  }

  /// Adds a diagnostic; what is said of a value that was refused already goes nowhere.
  diagnostic& fail(const code_info& code, const node& n, std::string message, std::string help);

  /// Whether the help of one more error may search among many names.
  [[nodiscard]] bool may_search() const noexcept { return found_.may_search(); }

  /// The value of a key, or null.
  [[nodiscard]] const node* find(const node& mapping, std::string_view key) const;
  /// The value of a key that must be there; null after a diagnostic.
  const node* require(const node& mapping, std::string_view key, std::string_view where);
  /// Whether the node is of this kind; `what` is named in the diagnostic.
  bool expect(const node& n, yaml::node_kind kind, std::string_view what);
  /// "unknown key" with did-you-mean over what is known.
  void unknown(const node& key, std::string_view what, const std::vector<std::string_view>& known);
  /// Reports every key of a mapping that isn't known.
  void only(const node& mapping, std::string_view what, const std::vector<std::string_view>& known);

  /// Any scalar that isn't `true` or `false`, as it is written; not empty.
  std::optional<std::string_view> name(const node& n, std::string_view what);
  std::optional<bool> boolean(const node& n, std::string_view what);
  std::optional<std::int64_t> integer(const node& n, std::string_view what, std::int64_t least,
                                      std::int64_t most);
  /// Minor units of the pack's currency in [least, most].
  std::optional<std::int64_t> money(const node& n, std::string_view what, std::int64_t least,
                                    std::int64_t most);
  /// A share from `10%` or `250bp`.
  std::optional<decimal> percent(const node& n, std::string_view what);
  std::optional<timestamp> time(const node& n, std::string_view what);

 private:
  const parley::pack& pack_;
  const yaml::document& document_;
  const read_options& options_;
  diagnostics& found_;
  diagnostic nowhere_;
};

/// Says what a file looks like instead of being a facts file or proposal; false when it is neither
/// a pack nor (where a proposal is wanted) a facts file.
[[nodiscard]] bool looks_like_another(input& in, std::string_view wanted);

/// "a list", "a mapping", "a number" ...: what a node looks like, for messages.
[[nodiscard]] std::string describe(const yaml::node& n);

/// The share a text such as `10%` or `250bp` stands for.
[[nodiscard]] std::optional<decimal> parse_percent(std::string_view text);

/// An amount of money apart from its currency suffix, if it has one (`12.00USD`, `12.00 USD`).
struct split_money {
  std::string_view number;
  std::string_view currency;
};
[[nodiscard]] split_money split_currency(std::string_view text) noexcept;

}  // namespace parley::facts_io
