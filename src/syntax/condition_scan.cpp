// What must hold before the grammar may see a text: brackets match, strings are closed, bytes are
// plain.
#include <fmt/format.h>

#include <vector>

#include "parley/base/limits.hpp"
#include "parley/base/utf8.hpp"
#include "syntax/condition_codes.hpp"
#include "syntax/condition_cst.hpp"

namespace parley::syntax::detail {
namespace {

bool word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Length of the UTF-8 sequence at `i`, at least 1.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  std::size_t n = 1;
  while (i + n < text.size() && (static_cast<unsigned char>(text[i + n]) & 0xC0) == 0x80) ++n;
  return n;
}

class scanner {
 public:
  scanner(const condition& c, diagnostics& out) : text_(c.text), c_(c), out_(out) {}

  bool run() {
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t size = utf8_sequence(rest);
      if (size == 0) {
        error(codes::condition_byte, text_.size() - rest.size(), 1, "this byte is no valid UTF-8",
              "write the character in UTF-8, or bytes as b\"\\xcb\"");
        return false;
      }
      rest.remove_prefix(size);
    }
    for (std::size_t i = 0; i < text_.size() && !stop_;) i = step(i);
    if (!stop_ && !open_.empty()) {
      error(codes::condition_bracket, open_.back(), 1,
            fmt::format("`{}` is never closed", text_[open_.back()]));
    }
    return ok_;
  }

 private:
  std::size_t step(std::size_t i) {
    const char c = text_[i];
    if (c == '"' || c == '\'') return string(i);
    if (c == '`') return escaped_name(i);
    if (c == '/' && text_.substr(i, 2) == "//") {
      const std::size_t end = text_.find('\n', i);
      return end == std::string_view::npos ? text_.size() : end;
    }
    if (c == '\0') {
      error(codes::condition_byte, i, 1, "a NUL byte can only stand inside a string");
      stop_ = true;
      return i + 1;
    }
    if (static_cast<unsigned char>(c) >= 0x80) {
      const std::size_t n = sequence_length(text_, i);
      error(codes::condition_byte, i, n,
            fmt::format("`{}` can only stand inside a string", text_.substr(i, n)),
            help_for(text_.substr(i, n)));
      return i + n;
    }
    if (c == '(' || c == '[' || c == '{') open(i);
    if (c == ')' || c == ']' || c == '}') close(i);
    return i + 1;
  }

  static std::string help_for(std::string_view sequence) {
    if (sequence == "\u201c" || sequence == "\u201d" || sequence == "\u2018" ||
        sequence == "\u2019") {
      return "write a straight quote: \"";
    }
    if (sequence == "\u2013" || sequence == "\u2014" || sequence == "\u2212") return "write -";
    if (sequence == "\u2264") return "write <=";
    if (sequence == "\u2265") return "write >=";
    if (sequence == "\u2260") return "write !=";
    if (sequence == "\u00d7") return "write *";
    if (sequence == "\u20ac") return "write 5.00EUR";
    return {};
  }

  void open(std::size_t i) {
    if (open_.size() == caps::expression_depth) {
      error(codes::condition_cap, i, 1,
            fmt::format("brackets are nested more than {} deep", caps::expression_depth),
            "split the expression");
      stop_ = true;
      return;
    }
    open_.push_back(i);
  }

  void close(std::size_t i) {
    const char want = text_[i] == ')' ? '(' : text_[i] == ']' ? '[' : '{';
    if (open_.empty()) {
      error(codes::condition_bracket, i, 1, fmt::format("`{}` closes nothing", text_[i]));
      stop_ = true;
    } else if (text_[open_.back()] != want) {
      error(codes::condition_bracket, i, 1,
            fmt::format("`{}` can't close `{}`", text_[i], text_[open_.back()]));
      stop_ = true;
    } else {
      open_.pop_back();
    }
  }

  std::size_t string(std::size_t i) {
    std::size_t from = i;
    while (from > 0 && word_byte(text_[from - 1])) --from;
    const std::string_view prefix = text_.substr(from, i - from);
    const bool prefixed = prefix.size() == 1 || prefix.size() == 2;
    const bool raw = prefixed && prefix.find_first_not_of("rRbB") == std::string_view::npos &&
                     prefix.find_first_of("rR") != std::string_view::npos;
    const char quote = text_[i];
    const bool triple = i + 2 < text_.size() && text_[i + 1] == quote && text_[i + 2] == quote;
    std::size_t at = i + (triple ? 3 : 1);
    for (; at < text_.size(); ++at) {
      if (!raw && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote && (!triple || text_.substr(at, 3) == text_.substr(i, 3))) {
        return at + (triple ? 3 : 1);
      } else if (!triple && text_[at] == '\n') {
        break;
      }
    }
    error(codes::condition_string, i, triple ? 3 : 1, "this string isn't closed",
          triple ? "end it with the same three quotes"
                 : "end it with the same quote on the same line");
    stop_ = true;
    return text_.size();
  }

  std::size_t escaped_name(std::size_t i) {
    const std::size_t end = text_.find_first_of("`\n", i + 1);
    if (end != std::string_view::npos && text_[end] == '`') return end + 1;
    error(codes::condition_string, i, 1, "this field name isn't closed", "end it with a backtick");
    stop_ = true;
    return text_.size();
  }

  void error(const code_info& code, std::size_t from, std::size_t length, std::string message,
             std::string help = {}) {
    ok_ = false;
    expression_node place;
    place.offset = static_cast<std::uint32_t>(from);
    place.length = static_cast<std::uint32_t>(length);
    out_.error(code, c_.place_of(place), std::move(message), std::move(help));
  }

  std::string_view text_;
  const condition& c_;
  diagnostics& out_;
  std::vector<std::size_t> open_;
  bool ok_ = true;
  bool stop_ = false;
};

}  // namespace

bool scan_condition(const condition& c, diagnostics& out) {
  if (c.text.size() > caps::expression_bytes) {
    out.error(codes::condition_cap, c.at,
              fmt::format("the expression has {} bytes, more than {}", c.text.size(),
                          caps::expression_bytes),
              "split the expression");
    return false;
  }
  return scanner(c, out).run();
}

}  // namespace parley::syntax::detail
