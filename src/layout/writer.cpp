#include "layout/writer.hpp"

#include <algorithm>
#include <utility>

#include "layout/lines.hpp"
#include "layout/sentences.hpp"

namespace parley::layout {

namespace {

/// A list or mapping in brackets stays on its line up to this width. Wider than our own lines of
/// code: a row of a table reads better whole.
constexpr std::size_t row_width = 120;
constexpr std::size_t step = 2;

class writer {
 public:
  writer(const yaml::document& document, std::string_view text)
      : document_(document), text_(text), tokens_(tokens_of(document, text)) {
    for (const yaml::node& n : document.nodes) expected_.push_back(n.text);
    shown_.resize(tokens_.leaves.size());
    cursor_ = 0;
  }

  written run() {
    const spot what = spot_of(document_);
    settle(document_.root, what);
    const yaml::node& root = document_[document_.root];
    if (root.kind == yaml::node_kind::scalar || root.count == 0) {
      leading(document_.root, 0);
      inline_line({}, document_.root);
    } else if (is_flow(root)) {
      leading(document_.root, 0);
      brackets({}, document_.root, 0, {}, 1);
    } else {
      block(document_.root, 0, {});
    }
    take(static_cast<std::uint32_t>(tokens_.comments.size()), 0);
    return {lines_.join(), std::move(expected_)};
  }

 private:
  // --- what the text says -------------------------------------------------------------------

  [[nodiscard]] bool is_flow(const yaml::node& n) const noexcept {
    if (n.kind == yaml::node_kind::scalar || n.at.offset >= text_.size()) return false;
    return text_[n.at.offset] == '[' || text_[n.at.offset] == '{';
  }
  [[nodiscard]] const leaf& first_leaf(std::uint32_t node) const {
    return tokens_.leaves[tokens_.first[node]];
  }

  /// Finds the text of every leaf: as written, or a sentence with its blanks in order. Depth is
  /// bounded by caps::yaml_depth, as everywhere below.
  void settle(std::uint32_t index, spot what) {
    const yaml::node& n = document_[index];
    if (n.kind == yaml::node_kind::scalar || n.count == 0) {
      const leaf& l = first_leaf(index);
      std::string& shown = shown_[tokens_.first[index]];
      if (n.kind != yaml::node_kind::scalar) {
        shown = n.kind == yaml::node_kind::sequence ? "[]" : "{}";
        return;
      }
      shown = std::string(text_.substr(l.begin, l.end - l.begin));
      if (!n.exact || n.style == yaml::scalar_style::block) return;
      if (what == spot::offer) what = spot::effect;
      if (what == spot::trigger) what = spot::condition;
      std::string tidy = with_blanks(what, n.text);
      const bool plain = n.style == yaml::scalar_style::plain;
      const bool risky =
          plain && (tidy.find(": ") != std::string::npos || tidy.find(" #") != std::string::npos);
      if (tidy == n.text || risky) return;
      shown = plain ? tidy : shown.front() + tidy + shown.front();
      expected_[index] = std::move(tidy);
      return;
    }
    const auto children = document_.children_of(n);
    if (n.kind == yaml::node_kind::sequence) {
      for (const std::uint32_t child : children) {
        settle(child, element_of(what, document_[child].kind == yaml::node_kind::scalar));
      }
      return;
    }
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      settle(children[i], spot::other);
      settle(children[i + 1], below(what, document_[children[i]].text));
    }
  }

  /// The node on one line.
  [[nodiscard]] std::string flow(std::uint32_t index) const {
    const yaml::node& n = document_[index];
    if (n.kind == yaml::node_kind::scalar || n.count == 0) return shown_[tokens_.first[index]];
    const auto children = document_.children_of(n);
    std::string out(1, n.kind == yaml::node_kind::sequence ? '[' : '{');
    const std::size_t each = n.kind == yaml::node_kind::sequence ? 1 : 2;
    for (std::size_t i = 0; i < children.size(); i += each) {
      if (i != 0) out += ", ";
      out += flow(children[i]);
      if (each == 2) out += ": " + flow(children[i + 1]);
    }
    out += n.kind == yaml::node_kind::sequence ? ']' : '}';
    return out;
  }

  /// Whether a comment stands inside the brackets of a node.
  [[nodiscard]] bool has_comments(std::uint32_t index) const {
    const std::uint32_t from = tokens_.first[index];
    for (std::uint32_t i = from; i <= tokens_.last[index]; ++i) {
      const leaf& l = tokens_.leaves[i];
      for (std::uint32_t c = 0; c < l.comment_count; ++c) {
        const std::uint32_t depth = tokens_.comments[l.first_comment + c].flow_depth;
        const bool edge = i == from || i == tokens_.last[index];
        if (!edge || depth > depth_) return true;
      }
    }
    return false;
  }

  /// Whether a value goes on the line of its key, `used` characters wide.
  [[nodiscard]] bool fits(std::uint32_t index, std::size_t used) const {
    const yaml::node& n = document_[index];
    if (n.kind == yaml::node_kind::scalar || n.count == 0) return true;
    if (!is_flow(n) && depth_ == 0) return false;
    return !has_comments(index) && used + width_of(flow(index)) <= row_width;
  }

  // --- comments -----------------------------------------------------------------------------

  /// Comments and a blank line before the first leaf of a node.
  void leading(std::uint32_t index, std::size_t indent) {
    const leaf& l = first_leaf(index);
    take(l.first_comment + l.comment_count, indent);
    if (l.after_blank) lines_.blank();
  }

  /// Own lines for all comments before number `end` that haven't been written.
  void take(std::uint32_t end, std::size_t indent) {
    for (; cursor_ < end; ++cursor_) {
      const comment& c = tokens_.comments[cursor_];
      if (c.after_blank) lines_.blank();
      lines_.own_comment(indent, c.text);
    }
  }

  /// Comments behind the last leaf of a collection that are indented as far as it is.
  void drain_block(std::uint32_t index, std::size_t indent, std::uint32_t column) {
    const std::uint32_t next = tokens_.last[index];
    const leaf& l = tokens_.leaves[next];
    const bool at_end = next + 1 == tokens_.leaves.size();
    const std::uint32_t end = l.first_comment + l.comment_count;
    while (cursor_ >= l.first_comment && cursor_ < end) {
      const comment& c = tokens_.comments[cursor_];
      if (!c.own_line || c.column < column || (!at_end && c.column <= l.line_indent)) return;
      take(cursor_ + 1, indent);
    }
  }
  void drain_brackets(std::uint32_t index, std::size_t indent, std::uint32_t depth) {
    const leaf& l = tokens_.leaves[tokens_.last[index]];
    const std::uint32_t end = l.first_comment + l.comment_count;
    while (cursor_ >= l.first_comment && cursor_ < end &&
           tokens_.comments[cursor_].flow_depth >= depth) {
      take(cursor_ + 1, indent);
    }
  }

  /// The comment at the end of the line on which leaf `last` ends; earlier ones, which have lost
  /// their line, go above.
  void trailing(std::uint32_t last, std::size_t indent, line& into) {
    const leaf& next = tokens_.leaves[last + 1];
    const bool has = next.comment_count != 0 && !tokens_.comments[next.first_comment].own_line;
    take(next.first_comment, indent);
    if (!has || cursor_ != next.first_comment) return;
    into.comment = std::string(tokens_.comments[cursor_].text);
    into.comment_column = tokens_.comments[cursor_].column;
    ++cursor_;
  }

  static std::size_t indent_of(std::string_view head) noexcept {
    return std::min(head.find_first_not_of(' '), head.size());
  }

  // --- lines --------------------------------------------------------------------------------

  /// A line that ends with a value. `head` is what stands before it, a blank not included. In a
  /// mapping `key` and `table` say with which other values it may stand in one column.
  void inline_line(std::string head, std::uint32_t value, std::uint32_t key = none,
                   std::uint64_t table = 0) {
    line made;
    made.head = std::move(head);
    const std::size_t indent = indent_of(made.head);
    made.value = flow(value);
    if (const std::size_t blanks = key == none ? 0 : gap_before(value, key); blanks != 0) {
      made.table = table;
      made.value_column = first_column(value);
      made.padded = blanks > 1;
    }
    if (made.head.empty()) std::swap(made.head, made.value);
    if (const leaf& l = first_leaf(value); !l.header.empty()) {
      block_text(std::move(made), l, indent, tokens_.first[value]);
      return;
    }
    trailing(tokens_.last[value] - 1, indent, made);
    lines_.add(std::move(made));
  }

  /// Where a value begins, its bracket included.
  [[nodiscard]] std::uint32_t first_column(std::uint32_t value) const {
    const yaml::node& n = document_[value];
    if (n.kind == yaml::node_kind::scalar || n.count == 0) return first_leaf(value).column;
    const std::size_t begin = n.at.offset == 0 ? 0 : text_.rfind('\n', n.at.offset - 1) + 1;
    return static_cast<std::uint32_t>(width_of(text_.substr(begin, n.at.offset - begin)));
  }
  /// Blanks between the colon and a value on the same line; 0 where a line ends between them.
  [[nodiscard]] std::size_t gap_before(std::uint32_t value, std::uint32_t key) const {
    const yaml::node& n = document_[value];
    const std::size_t to =
        n.kind == yaml::node_kind::scalar ? first_leaf(value).begin : n.at.offset;
    const std::size_t from = tokens_.leaves[tokens_.first[key]].end;
    const std::string_view between = text_.substr(from, to - from);
    if (between.find('\n') != std::string_view::npos) return 0;
    const std::size_t colon = between.rfind(':');
    return colon == std::string_view::npos ? 0 : between.size() - colon - 1;
  }

  void block_text(line made, const leaf& l, std::size_t indent, std::uint32_t index) {
    made.table = 0;
    std::string& header = made.value.empty() ? made.head : made.value;
    header = l.header;
    if (l.indicator) header.insert(1, "2");
    trailing(index, indent, made);
    // Below a key the text is indented from the key, which may follow dashes.
    std::size_t deep = indent;
    while (made.head.substr(std::min(deep, made.head.size())).starts_with("- ")) deep += step;
    if (made.head.ends_with('-')) deep = made.head.size() - 1;
    lines_.add(std::move(made));
    const std::string pad(deep + step, ' ');
    for (const std::string& text : l.lines) {
      line next;
      next.head = text.empty() ? std::string() : pad + text;
      next.verbatim = true;
      lines_.add(std::move(next));
    }
  }

  /// A collection over several lines. `head` goes before its first line and is as wide as `indent`.
  void block(std::uint32_t index, std::size_t indent, std::string head) {
    const yaml::node& n = document_[index];
    const bool in_brackets = is_flow(n) || depth_ != 0;
    if (in_brackets) ++depth_;
    if (n.kind == yaml::node_kind::sequence) {
      block_list(n, indent, std::move(head));
    } else {
      block_mapping(n, indent, std::move(head));
    }
    if (in_brackets) {
      drain_brackets(index, indent, depth_);
      --depth_;
    }
  }

  void block_list(const yaml::node& n, std::size_t indent, std::string head) {
    for (const std::uint32_t child : document_.children_of(n)) {
      leading(child, indent);
      if (head.empty()) head = std::string(indent, ' ');
      head += '-';
      if (fits(child, head.size() + 1)) {
        inline_line(std::move(head), child);
      } else {
        block(child, indent + step, head + ' ');
        close(child, indent + step, none);
      }
      head.clear();
    }
  }

  void block_mapping(const yaml::node& n, std::size_t indent, std::string head) {
    const auto children = document_.children_of(n);
    const std::uint32_t collection = ++collections_;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
      const std::uint32_t key = children[i];
      const std::uint32_t value = children[i + 1];
      leading(key, indent);
      if (head.empty()) head = std::string(indent, ' ');
      head += shown_[tokens_.first[key]] + ':';
      if (fits(value, width_of(head) + 1)) {
        const std::uint64_t table = lines_.table(collection);
        inline_line(std::move(head), value, key, table);
      } else {
        line made;
        made.head = std::move(head);
        trailing(tokens_.first[key], indent, made);
        lines_.add(std::move(made));
        lines_.open();
        block(value, indent + step, {});
        close(value, indent + step, key);
      }
      head.clear();
    }
  }

  /// What follows a nested collection and still belongs to it. `below` is its key; `none` in a
  /// list.
  void close(std::uint32_t index, std::size_t indent, std::uint32_t below) {
    if (depth_ != 0 || is_flow(document_[index])) return;
    std::uint32_t column = first_column(index);
    // A list may stand as far left as its key; a comment there belongs to what comes next.
    const leaf& first = first_leaf(index);
    if (document_[index].kind == yaml::node_kind::sequence && below != none) {
      const leaf& key = first_leaf(below);
      if (key.column == column && first.column != column) ++column;
    }
    drain_block(index, indent, column);
  }

  /// A value in a file that is one collection in brackets (JSON): it keeps them. `head` is what
  /// stands before it on its line, `tail` a comma; `depth` counts its own brackets too.
  void brackets(std::string head, std::uint32_t index, std::size_t indent, std::string_view tail,
                std::uint32_t depth) {
    depth_ = depth - 1;
    line made;
    made.head = std::move(head);
    if (fits(index, width_of(made.head) + tail.size())) {
      made.head += flow(index) + std::string(tail);
      trailing(tokens_.last[index] - 1, indent, made);
      lines_.add(std::move(made));
      return;
    }
    const yaml::node& n = document_[index];
    const bool list = n.kind == yaml::node_kind::sequence;
    made.head += list ? '[' : '{';
    if (tokens_.first[index] > 0) trailing(tokens_.first[index] - 1, indent, made);
    lines_.add(std::move(made));
    lines_.open();
    const auto children = document_.children_of(n);
    const std::size_t each = list ? 1 : 2;
    for (std::size_t i = 0; i < children.size(); i += each) {
      leading(children[i], indent + step);
      std::string start(indent + step, ' ');
      if (!list) start += shown_[tokens_.first[children[i]]] + ": ";
      brackets(std::move(start), children[i + each - 1], indent + step,
               i + each < children.size() ? "," : "", depth + 1);
    }
    drain_brackets(index, indent + step, depth);
    line closing;
    closing.head = std::string(indent, ' ') + (list ? ']' : '}') + std::string(tail);
    trailing(tokens_.last[index] - 1, indent, closing);
    lines_.add(std::move(closing));
  }

  static constexpr std::uint32_t none = 0xFFFFFFFF;

  const yaml::document& document_;
  std::string_view text_;
  token_list tokens_;
  std::vector<std::string> shown_;     // of each leaf
  std::vector<std::string> expected_;  // of each node
  line_list lines_;
  std::uint32_t cursor_ = 0;  // comments before it are written
  std::uint32_t collections_ = 0;
  std::uint32_t depth_ = 0;  // open brackets of the file around what is being written
};

}  // namespace

written write(const yaml::document& document, std::string_view text) {
  return writer(document, text).run();
}

}  // namespace parley::layout
