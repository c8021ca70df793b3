// One recorded request: what was known, what was proposed, and what was decided then.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/engine/decision.hpp"
#include "parley/graph/pack.hpp"
#include "yaml/document.hpp"

namespace parley::changes {

/// A line of a file of records. Keeps its memory between lines. Not thread-safe.
class request_record {
 public:
  /// Reads one line. False after a diagnostic, whose place counts bytes of the line.
  [[nodiscard]] bool read(std::string_view line, diagnostics& found);

  /// The facts as a facts file, and the proposal as a proposal file, for the readers of facts_io.
  /// The same document with another root, so only one of them at a time.
  [[nodiscard]] const yaml::document& facts_document() const {
    document_.root = facts_;
    return document_;
  }
  [[nodiscard]] const yaml::document& proposal_document() const {
    document_.root = proposal_;
    return document_;
  }
  [[nodiscard]] bool minor() const noexcept { return minor_; }
  /// What the host calls this request; empty if it has no name.
  [[nodiscard]] std::string_view id() const noexcept { return id_; }
  /// The verdict that was recorded; empty if there is none.
  [[nodiscard]] std::string_view decided() const noexcept { return decided_; }

 private:
  [[nodiscard]] const yaml::node* find(const yaml::node& mapping, std::string_view key) const;
  bool take(const yaml::node& key, std::uint32_t value, diagnostics& found);
  bool gather_facts(std::optional<std::uint32_t> facts, diagnostics& found);

  mutable yaml::document document_;
  std::uint32_t facts_ = 0;
  std::uint32_t proposal_ = 0;
  std::vector<std::uint32_t> beside_;  // `now` and `cart` that stand outside of `facts`
  bool minor_ = false;
  std::string id_;
  std::string decided_;
};

/// What a host asked and was answered, to be written down. Texts are those of its files.
struct recorded_request {
  std::string_view facts;           ///< a facts file; empty: nothing was known
  std::string_view proposal;        ///< a proposal file; empty: see `offers`
  std::vector<std::string> offers;  ///< `HAGGLE=8%`, where there is no proposal file
  std::string_view intent;
  bool accept_partial = false;
  bool minor = false;
};

/// The record of a request as a line of JSON with its line break. Precondition: the texts have been
/// read as facts and proposal before.
[[nodiscard]] std::string record_line(const recorded_request& request, const pack& rules,
                                      const decision& made);

}  // namespace parley::changes
