// Typed reading of YAML nodes, with a diagnostic for everything that isn't what is wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "syntax/ast.hpp"
#include "syntax/phrase.hpp"
#include "yaml/document.hpp"

namespace parley::syntax {

/// One entry of a mapping. Both point into the document.
struct entry {
  const yaml::node* key = nullptr;
  const yaml::node* value = nullptr;
};

/// Reads one document. Holds references to all three, so it lives within one call. Readers return
/// nothing after they have said what is wrong.
struct node_reader {
  const yaml::document& document;
  pack& into;
  bool in_overlay;  ///< `loosens` means something
  diagnostics& found;

  [[nodiscard]] static phrase phrase_of(const yaml::node& n) { return {n.text, n.at, n.exact}; }
  [[nodiscard]] static name name_of(const yaml::node& n) { return {n.text, n.at}; }

  /// The elements of a sequence; a scalar or mapping counts as a sequence of itself, a refused
  /// value as an empty one.
  [[nodiscard]] std::vector<const yaml::node*> elements(const yaml::node& n) const;
  /// The entries of a mapping; `what` is for "X is a mapping".
  [[nodiscard]] std::optional<std::vector<entry>> entries(const yaml::node& n,
                                                          std::string_view what);
  /// Whether all entries have one of these keys; reports each that doesn't, with did-you-mean.
  bool only(const std::vector<entry>& entries, std::string_view what,
            std::span<const std::string_view> keys);

  /// True for a scalar that isn't empty; `what` is for "X is a text".
  bool scalar(const yaml::node& n, std::string_view what);
  std::optional<bool> boolean(const yaml::node& n, std::string_view what);
  std::optional<std::uint64_t> whole(const yaml::node& n, std::string_view what,
                                     std::uint64_t least, std::uint64_t most);
  std::optional<std::int64_t> seconds(const yaml::node& n, std::string_view what);
  std::optional<amount> money(const yaml::node& n, std::string_view what);
  std::optional<condition> when(const yaml::node& n, std::string_view what);
  std::optional<words> text(const yaml::node& n, std::string_view what);
  /// Whether a name isn't too long, which is told where it is.
  bool name_fits(const yaml::node& n, std::string_view what);
  /// A name as rules use it; reserved words of the sentences are refused.
  std::optional<name> rule_name(const yaml::node& n, std::string_view what);
  /// The position of the text in `options`, which are listed in the help.
  std::optional<std::size_t> one_of(const yaml::node& n, std::string_view what,
                                    std::span<const std::string_view> options);

  void wrong(const code_info& code, span at, std::string message, std::string_view help) {
    found.error(code, at, std::move(message), std::string(help));
  }

  /// Remembers a declaration that was dropped, so that its users aren't blamed.
  void drop(const yaml::node& n, broken_name::kind what) {
    into.broken.push_back({name_of(n), what});
  }
  /// Keeps a condition whose owner was dropped: its own faults are still to be told.
  void orphan(std::optional<condition> when, orphan_condition::place where) {
    if (when) into.orphans.push_back({std::move(*when), where});
  }
};

/// The value of a key; null when there is none.
[[nodiscard]] const yaml::node* find(const std::vector<entry>& entries, std::string_view key);

}  // namespace parley::syntax
