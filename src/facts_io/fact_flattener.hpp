// Nested mappings as dotted names: `customer: {tier: gold}` is the fact `customer.tier`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "facts_io/input.hpp"
#include "facts_io/value_reader.hpp"

namespace parley::facts_io {

/// Where flattened values go: the facts of a set, or the attributes of one of its lines.
class fact_target {
 public:
  virtual ~fact_target() = default;
  /// The row of a name, or no_index.
  [[nodiscard]] virtual std::uint32_t named(std::string_view name) const = 0;
  [[nodiscard]] virtual const fact_row& row(std::uint32_t which) const = 0;
  virtual void put(std::uint32_t which, const input::node& n, const reading& made) = 0;
  /// Takes a name that is handled elsewhere; false when it isn't.
  virtual bool special(std::string_view name, const input::node& n) = 0;
};

/// Walks mappings and puts what they say into a target. One object reads one request.
class fact_flattener {
 public:
  /// `names` are the declared names; `also` names what `special` takes, for did-you-mean. `what`
  /// says in messages what these are: "fact", "line attribute".
  fact_flattener(input& in, fact_set& keeper, std::string_view what,
                 std::vector<std::string_view> names, std::vector<std::string_view> also);

  void read(const input::node& mapping, fact_target& to);

 private:
  void walk(const input::node& mapping, const std::string& prefix, std::optional<timestamp> as_of,
            fact_target& to);
  [[nodiscard]] bool begins_a_name(std::string_view prefix) const;
  [[nodiscard]] std::string_view first_within(std::string_view prefix) const;
  [[nodiscard]] std::vector<std::string> candidates() const;
  void refuse(const input::node& key, const std::string& path);

  input& in_;
  fact_set& keeper_;
  std::string_view what_;
  std::vector<std::string_view> names_;  // sorted
  std::vector<std::string_view> also_;
  std::unordered_map<std::string, span> seen_;
};

}  // namespace parley::facts_io
