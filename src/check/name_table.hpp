// Names that declarations introduce and others refer to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "syntax/ast.hpp"

namespace parley::check {

/// The names of one kind ("offer", "class" ...) with the rows they stand for. Texts are views of
/// the AST, which must outlive the table. Not thread-safe.
class name_table {
 public:
  /// `kind` is what messages call such a name.
  explicit name_table(std::string_view kind) : kind_(kind) {}

  /// Enters a name, or reports that it was declared before and returns false.
  bool declare(const syntax::name& n, std::uint32_t row, diagnostics& found);
  /// Enters a name that may be there already; returns its row.
  std::uint32_t declare_once(const syntax::name& n, std::uint32_t row);

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
  /// Where the name was declared. Precondition: it was.
  [[nodiscard]] span declared_at(std::string_view text) const { return entries_.at(text).at; }
  [[nodiscard]] const std::vector<std::string_view>& all() const noexcept { return all_; }

  /// A name whose declaration is broken: it can't be found, but may be what somebody meant.
  void mention(std::string_view text) { mentioned_.push_back(text); }
  [[nodiscard]] const std::vector<std::string_view>& mentioned() const noexcept {
    return mentioned_;
  }

 private:
  struct entry {
    std::uint32_t row = 0;
    span at;
  };

  std::string_view kind_;
  std::unordered_map<std::string_view, entry> entries_;
  std::vector<std::string_view> all_;  // in order of declaration
  std::vector<std::string_view> mentioned_;
};

/// "did you mean `x`?" over the names of several tables, mentioned ones too, else what `fallback`
/// says; also where `found` holds too many errors to search for one more.
[[nodiscard]] std::string suggestion(const diagnostics& found, std::string_view word,
                                     const std::vector<const name_table*>& tables,
                                     std::string fallback = {});

}  // namespace parley::check
