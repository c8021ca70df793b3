#include "layout/tokens.hpp"

#include <algorithm>

#include "layout/lines.hpp"

namespace parley::layout {

namespace {

std::size_t line_begin(std::string_view text, std::size_t at) noexcept {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find('\n', at), text.size());
}

std::string_view without_end(std::string_view line) noexcept {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

class tokenizer {
 public:
  tokenizer(const yaml::document& document, std::string_view text)
      : document_(document), text_(text) {}

  token_list run() {
    out_.first.resize(document_.nodes.size());
    out_.last.resize(document_.nodes.size());
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    collect(document_.root, 0);
    leaf end;
    end.begin = end.end = text_.size();
    gap(end);
    end.after_blank = false;
    out_.leaves.push_back(std::move(end));
    return std::move(out_);
  }

 private:
  /// Depth is bounded by caps::yaml_depth. `floor` is the column of the collection around.
  void collect(std::uint32_t index, std::size_t floor) {
    const yaml::node& n = document_[index];
    out_.first[index] = static_cast<std::uint32_t>(out_.leaves.size());
    if (n.kind == yaml::node_kind::scalar || n.count == 0) {
      add(index, n, floor);
    } else {
      const std::size_t column = n.at.offset - line_begin(text_, n.at.offset);
      for (const std::uint32_t child : document_.children_of(n)) collect(child, column);
    }
    out_.last[index] = static_cast<std::uint32_t>(out_.leaves.size());
  }

  void add(std::uint32_t index, const yaml::node& n, std::size_t floor) {
    leaf made;
    made.node = index;
    made.begin = n.at.offset;
    made.end = made.begin;
    if (n.kind == yaml::node_kind::scalar) {
      if (n.style == yaml::scalar_style::block) {
        made.begin = block_indicator(n);
      } else {
        const bool quoted = n.style != yaml::scalar_style::plain;
        if (quoted && n.exact) --made.begin;
        made.end = n.at.offset + n.at.length + (quoted && n.exact ? 1 : 0);
      }
    }
    made.column = column_of(made.begin);
    gap(made);
    at_ = made.end;
    newlines_ = 0;
    if (n.kind == yaml::node_kind::scalar && n.style == yaml::scalar_style::block) {
      take_block(made, floor);
    }
    out_.leaves.push_back(std::move(made));
  }

  /// The offset of the `|` or `>` of a block.
  std::size_t block_indicator(const yaml::node& n) const {
    const char here = n.at.offset < text_.size() ? text_[n.at.offset] : '\0';
    // A block whose text is known byte by byte is placed at that text, the line after.
    if ((here == '|' || here == '>') && n.at.length == 1 && !n.exact && n.indent == 0) {
      return n.at.offset;
    }
    const std::size_t start = line_begin(text_, n.at.offset);
    const std::size_t before = line_begin(text_, start - 1);
    std::size_t found = before;
    for (std::size_t i = before; i + 1 < start; ++i) {
      if (text_[i] == '#' && i > before && text_[i - 1] == ' ' && found > before) break;
      if (text_[i] == '|' || text_[i] == '>') found = i;
    }
    return found;
  }

  void take_block(leaf& made, std::size_t floor) {
    const std::size_t end = line_end(text_, made.begin);
    std::size_t explicit_indent = 0;
    std::size_t i = made.begin;
    for (; i < end && text_[i] != ' ' && text_[i] != '\r' && text_[i] != '\t'; ++i) {
      if (text_[i] >= '1' && text_[i] <= '9') {
        explicit_indent = static_cast<std::size_t>(text_[i] - '0');
        made.indicator = true;
      } else {
        made.header += text_[i];
      }
    }
    at_ = i;
    const std::size_t comment_at = text_.find('#', i);
    if (comment_at < end) add_comment(comment_at, end, 0, false);
    trailing_of_block_ = comment_at < end;

    std::vector<std::string_view> lines;
    std::size_t filled = 0;  // lines up to the last that isn't blank
    std::size_t from = std::min(end + 1, text_.size());
    std::size_t indent = made.indicator ? floor + explicit_indent : std::string_view::npos;
    std::size_t after = from;
    while (from < text_.size()) {
      const std::size_t to = line_end(text_, from);
      std::string_view line = text_.substr(from, to - from);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      const std::size_t spaces = std::min(line.find_first_not_of(' '), line.size());
      if (spaces < line.size()) {
        if (indent == std::string_view::npos) indent = spaces;
        if (spaces < indent || indent == 0) break;
        filled = lines.size() + 1;
        after = std::min(to + 1, text_.size());
      }
      lines.push_back(line);
      from = std::min(to + 1, text_.size());
    }
    if (made.header.find('+') != std::string::npos) {
      after = from;
    } else {
      lines.resize(filled);
    }
    for (const std::string_view line : lines) {
      made.lines.emplace_back(line.substr(std::min(indent, line.size())));
    }
    made.end = after;
    at_ = after;
    newlines_ = 1;
  }

  /// Reads what stands between the leaf before and `next`.
  void gap(leaf& next) {
    next.first_comment = static_cast<std::uint32_t>(out_.comments.size());
    if (trailing_of_block_) --next.first_comment;
    trailing_of_block_ = false;
    bool any = out_.leaves.empty();  // something stood on this line before
    const bool first = any;
    std::size_t blanks = newlines_;
    bool same_line = !any && newlines_ == 0;  // as the leaf before, or as a bracket that closes it
    any = false;
    bool dash = false;  // an element began: what follows belongs to it
    std::uint32_t dash_column = 0;
    for (; at_ < next.begin; ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        ++blanks;
        same_line = false;
      } else if (c == '-') {
        if (!dash) dash_column = column_of(at_);
        dash = true;
      } else if (c == '#' && (at_ == 0 || is_space(text_[at_ - 1]) || at_ == begin_of_text())) {
        const std::size_t end = line_end(text_, at_);
        add_comment(at_, end, depth_, !same_line);
        if (dash) out_.comments.back().column = 0;
        out_.comments.back().after_blank = blanks >= 2 && !(first && !any);
        any = true;
        at_ = end - 1;
        blanks = 0;
      } else if (c == '[' || c == '{') {
        ++depth_;
      } else if (c == ']' || c == '}') {
        if (depth_ > 0) --depth_;
        same_line = !first;
        blanks = 0;
      }
    }
    next.after_blank = blanks >= 2 && !(first && !any);
    next.comment_count = static_cast<std::uint32_t>(out_.comments.size()) - next.first_comment;
    const std::size_t begin = line_begin(text_, next.begin);
    std::size_t indent = 0;
    while (begin + indent < next.begin && text_[begin + indent] == ' ') ++indent;
    next.line_indent = dash ? dash_column : static_cast<std::uint32_t>(indent);
  }

  [[nodiscard]] std::uint32_t column_of(std::size_t at) const noexcept {
    const std::size_t begin = line_begin(text_, at);
    return static_cast<std::uint32_t>(width_of(text_.substr(begin, at - begin)));
  }
  [[nodiscard]] std::size_t begin_of_text() const noexcept {
    return text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  }
  static bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  void add_comment(std::size_t begin, std::size_t end, std::uint32_t depth, bool own) {
    comment made;
    made.text = without_end(text_.substr(begin, end - begin));
    made.column = column_of(begin);
    made.flow_depth = depth;
    made.own_line = own;
    out_.comments.push_back(made);
  }

  const yaml::document& document_;
  std::string_view text_;
  token_list out_;
  std::size_t at_ = 0;
  std::size_t newlines_ = 0;  // already passed when a gap begins
  std::uint32_t depth_ = 0;
  bool trailing_of_block_ = false;  // a comment beside a `|` was added before its gap
};

}  // namespace

token_list tokens_of(const yaml::document& document, std::string_view text) {
  return tokenizer(document, text).run();
}

}  // namespace parley::layout
