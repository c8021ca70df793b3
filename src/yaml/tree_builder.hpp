// Builds our document from yaml-cpp's events and refuses what YAML offers and rules must not use.
// Internal to this room.
#pragma once

#include <yaml-cpp/eventhandler.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "yaml/document.hpp"

namespace parley::yaml {

/// Thrown through yaml-cpp by the builder where going on makes no sense; a diagnostic was added
/// before.
struct stop_reading {};

class tree_builder final : public YAML::EventHandler {
 public:
  /// `text` is the file without its byte order mark, `shift` the size of that mark; `surrogates`
  /// says that the text holds stand-ins (see surrogates.hpp).
  tree_builder(std::string_view text, std::uint32_t shift, std::uint32_t file, bool surrogates,
               diagnostics& found)
      : text_(text), shift_(shift), surrogates_(surrogates), found_(found) {
    document_.file = file;
  }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(node_kind::sequence); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(node_kind::mapping); }

  /// Whether any document began.
  [[nodiscard]] bool started() const noexcept { return documents_ != 0; }
  /// Where in the text the last event stood: what comes later hasn't been checked yet.
  [[nodiscard]] std::size_t last_position() const noexcept { return last_; }
  /// Where the bracket stands that is open here and that nothing closes; npos: there is none.
  [[nodiscard]] std::size_t open_bracket() const;
  /// Repeated keys that were reported and left out.
  [[nodiscard]] std::size_t duplicates() const noexcept { return duplicates_; }
  /// Errors in values; a node that is `nothing` stands for each of them, or its content does.
  [[nodiscard]] std::size_t mended() const noexcept { return mended_; }
  /// Precondition: the document ended and nothing but repeated keys and values was found wrong.
  [[nodiscard]] document take() { return std::move(document_); }

 private:
  struct frame {
    std::size_t position = 0;  // where the collection starts in text_
    std::size_t first = 0;     // its first child in pending_
    node_kind kind = node_kind::sequence;
  };

  [[nodiscard]] span at(std::size_t position, std::size_t size) const noexcept {
    return {document_.file, static_cast<std::uint32_t>(position) + shift_,
            static_cast<std::uint32_t>(size)};
  }
  [[nodiscard]] std::size_t position(const YAML::Mark& mark) noexcept;
  /// The byte at a position, 0 past the end.
  [[nodiscard]] char byte(std::size_t position) const noexcept {
    return position < text_.size() ? text_[position] : '\0';
  }
  [[nodiscard]] bool expects_key() const noexcept {
    return !frames_.empty() && frames_.back().kind == node_kind::mapping &&
           (pending_.size() - frames_.back().first) % 2 == 0;
  }
  [[nodiscard]] bool in_flow_mapping() const noexcept {
    return !frames_.empty() && frames_.back().kind == node_kind::mapping &&
           byte(frames_.back().position) == '{';
  }

  void refuse_properties(std::size_t position);
  void open(std::size_t position, node_kind kind);
  void close(node_kind kind);
  void add(node made);
  /// Stands in for what was refused, so that keys and values stay paired.
  void add_nothing(span where) {
    node made;
    made.at = where;
    made.nothing = true;
    add(std::move(made));
  }
  /// A `#` right behind a token, from here on: no comment to YAML, but yaml-cpp takes it for one.
  void refuse_glued_comment(std::size_t from);
  void place_quoted(node& made, std::size_t position, char quote);
  void place_block(node& made, std::size_t position);
  void place_plain(node& made, std::size_t position);
  void check_key(const node& key);
  /// Reports keys of the mapping being closed that stand there before, and forgets them.
  void drop_duplicates(std::size_t first);

  std::string_view text_;
  std::size_t duplicates_ = 0;
  std::size_t mended_ = 0;
  std::uint32_t shift_;
  bool surrogates_;
  diagnostics& found_;
  document document_;
  std::vector<frame> frames_;
  std::vector<std::uint32_t> pending_;  // children of the open collections
  std::size_t documents_ = 0;
  std::size_t last_ = 0;
  std::size_t refused_ = std::string_view::npos;
};

/// The position of the quote that closes the one at `open`, on the same line; npos when there is
/// none.
[[nodiscard]] std::size_t closing_quote(std::string_view text, std::size_t open) noexcept;

}  // namespace parley::yaml
