#include "yaml/json_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "parley/base/limits.hpp"

namespace parley::yaml {

namespace {

/// Reads one text. `false` from any function means that the YAML reader has to look at it.
class json_parser {
 public:
  json_parser(std::string_view text, std::uint32_t file, json_nulls nulls)
      : text_(text), nulls_(nulls) {
    out_.file = file;
  }

  std::optional<document> run() {
    skip_space();
    if (peek() != '{' || !value(0)) return std::nullopt;
    skip_space();
    if (at_ != text_.size()) return std::nullopt;
    out_.root = static_cast<std::uint32_t>(out_.nodes.size() - 1);
    return std::move(out_);
  }

 private:
  [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() noexcept {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  [[nodiscard]] span at(std::size_t from, std::size_t size) const noexcept {
    return {out_.file, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(size)};
  }

  bool add(node made) {
    if (out_.nodes.size() >= caps::yaml_nodes) return false;
    pending_.push_back(static_cast<std::uint32_t>(out_.nodes.size()));
    out_.nodes.push_back(std::move(made));
    return true;
  }

  bool value(std::size_t depth) {
    switch (peek()) {
      case '{': return collection(node_kind::mapping, depth);
      case '[': return collection(node_kind::sequence, depth);
      case '"': return text(false);
      default: return plain();
    }
  }

  bool collection(node_kind kind, std::size_t depth) {
    if (depth >= caps::yaml_depth) return false;
    const char closing = kind == node_kind::mapping ? '}' : ']';
    const std::size_t from = at_++;
    const std::size_t first = pending_.size();
    skip_space();
    while (peek() != closing) {
      if (pending_.size() != first) {
        if (peek() != ',') return false;
        ++at_;
        skip_space();
      }
      if (kind == node_kind::mapping) {
        if (peek() != '"' || !text(true)) return false;
        if (peek() != ':') return false;
        ++at_;
        skip_space();
      }
      if (!value(depth + 1)) return false;
      skip_space();
    }
    ++at_;
    if (kind == node_kind::mapping && repeats(first)) return false;
    return close(kind, from, first);
  }

  bool close(node_kind kind, std::size_t from, std::size_t first) {
    node made;
    made.kind = kind;
    made.first = static_cast<std::uint32_t>(out_.children.size());
    made.count = static_cast<std::uint32_t>(pending_.size() - first);
    std::size_t end = from + 2;
    if (made.count != 0) {
      // The end is that of the last value, and of the bracket where it follows at once.
      const node& last = out_.nodes[pending_.back()];
      end = std::max<std::size_t>(end, last.at.offset + last.at.length);
      if (last.exact && last.style == scalar_style::double_quoted) ++end;
      if (end < text_.size() && (text_[end] == ']' || text_[end] == '}')) ++end;
    }
    made.at = at(from, end - from);
    const auto begin = pending_.begin() + static_cast<std::ptrdiff_t>(first);
    out_.children.insert(out_.children.end(), begin, pending_.end());
    pending_.resize(first);
    return add(std::move(made));
  }

  [[nodiscard]] bool repeats(std::size_t first) {
    const auto key = [&](std::size_t i) -> const std::string& {
      return out_.nodes[pending_[first + 2 * i]].text;
    };
    const std::size_t entries = (pending_.size() - first) / 2;
    constexpr std::size_t few = 8;
    if (entries <= few) {
      for (std::size_t i = 1; i < entries; ++i) {
        for (std::size_t k = 0; k < i; ++k) {
          if (key(i) == key(k)) return true;
        }
      }
      return false;
    }
    order_.resize(entries);
    for (std::size_t i = 0; i < entries; ++i) order_[i] = static_cast<std::uint32_t>(i);
    std::sort(order_.begin(), order_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < entries; ++i) {
      if (key(order_[i - 1]) == key(order_[i])) return true;
    }
    return false;
  }

  bool text(bool key) {
    const std::size_t open = at_++;
    node made;
    made.style = scalar_style::double_quoted;
    made.exact = true;
    std::size_t from = at_;
    while (true) {
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') {
        if (text_[at_] == '\n') return false;
        ++at_;
      }
      made.text.append(text_, from, at_ - from);
      if (at_ >= text_.size()) return false;
      if (text_[at_] == '"') break;
      if (!escape(made.text)) return false;
      made.exact = false;
      from = at_;
    }
    const std::size_t inner = at_ - open - 1;
    ++at_;
    if (made.exact) {
      made.at = at(open + 1, inner);
    } else {
      made.exact = text_.substr(open + 1, inner) == made.text;
      made.at = made.exact ? at(open + 1, inner) : at(open, inner + 2);
    }
    if (key ? made.text.empty() || made.text.size() > caps::key_bytes
            : made.text.size() > caps::scalar_bytes) {
      return false;
    }
    return add(std::move(made));
  }

  bool escape(std::string& to) {
    if (at_ + 1 >= text_.size()) return false;
    const char what = text_[at_ + 1];
    at_ += 2;
    switch (what) {
      case '"':
      case '\\':
      case '/': to += what; return true;
      case 'b': to += '\b'; return true;
      case 'f': to += '\f'; return true;
      case 'n': to += '\n'; return true;
      case 'r': to += '\r'; return true;
      case 't': to += '\t'; return true;
      case 'u': break;
      default: return false;
    }
    std::uint32_t code = 0;
    const char* const begin = text_.data() + at_;
    if (text_.size() - at_ < 4) return false;
    const auto read = std::from_chars(begin, begin + 4, code, 16);
    if (read.ec != std::errc{} || read.ptr != begin + 4) return false;
    if (code >= 0xD800 && code <= 0xDFFF) return false;
    at_ += 4;
    if (code < 0x80) {
      to += static_cast<char>(code);
    } else if (code < 0x800) {
      to += static_cast<char>(0xC0U | (code >> 6));
      to += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      to += static_cast<char>(0xE0U | (code >> 12));
      to += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
      to += static_cast<char>(0x80U | (code & 0x3FU));
    }
    return true;
  }

  /// `true`, `false` or a JSON number.
  bool plain() {
    const std::size_t from = at_;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("true")) {
      at_ += 4;
    } else if (rest.starts_with("false")) {
      at_ += 5;
    } else if (nulls_ == json_nulls::kept && rest.starts_with("null")) {
      at_ += 4;
    } else if (!number()) {
      return false;
    }
    const char after = peek();
    if (after != ',' && after != '}' && after != ']' && after != ' ' && after != '\n' &&
        after != '\r') {
      return false;
    }
    node made;
    made.exact = true;
    made.text = text_.substr(from, at_ - from);
    made.nothing = made.text == "null";
    made.at = at(from, at_ - from);
    if (made.text.size() > caps::scalar_bytes) return false;
    return add(std::move(made));
  }

  bool digits() noexcept {
    const std::size_t from = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ != from;
  }

  bool number() noexcept {
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    const std::size_t from = at_;
    if (!digits() || (zero && at_ - from > 1)) return false;
    if (peek() == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!digits()) return false;
    }
    return true;
  }

  std::string_view text_;
  json_nulls nulls_;
  std::size_t at_ = 0;
  document out_;
  std::vector<std::uint32_t> pending_;
  std::vector<std::uint32_t> order_;
};

}  // namespace

std::optional<document> read_json(std::string_view text, std::uint32_t file, json_nulls nulls) {
  return json_parser(text, file, nulls).run();
}

}  // namespace parley::yaml
