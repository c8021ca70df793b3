#include "layout/lines.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace parley::layout {

std::size_t width_of(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void line_list::align_values() {
  struct column {
    std::size_t widest = 0;
    bool padded = false;
  };
  std::map<std::pair<std::uint64_t, std::uint32_t>, column> columns;
  for (const line& l : lines_) {
    if (l.table == 0) continue;
    column& c = columns[{l.table, l.value_column}];
    c.widest = std::max(c.widest, width_of(l.head));
    c.padded = c.padded || l.padded;
  }
  for (line& l : lines_) {
    if (l.value.empty()) continue;
    std::size_t pad = 1;
    if (l.table != 0) {
      const column& c = columns[{l.table, l.value_column}];
      // Every line that wasn't pushed by blanks has one before its value: as many columns differ.
      if (c.padded) pad = c.widest + 1 - width_of(l.head);
    }
    l.head += std::string(pad, ' ') + l.value;
    l.value.clear();
  }
}

void line_list::align_comments() {
  std::size_t from = 0;
  const auto flush = [&](std::size_t to) {
    std::map<std::uint32_t, std::size_t> widest;
    std::map<std::uint32_t, int> count;
    for (std::size_t i = from; i < to; ++i) {
      if (lines_[i].comment.empty()) continue;
      auto& most = widest[lines_[i].comment_column];
      most = std::max(most, width_of(lines_[i].head));
      ++count[lines_[i].comment_column];
    }
    for (std::size_t i = from; i < to; ++i) {
      line& l = lines_[i];
      if (l.comment.empty()) continue;
      const std::size_t own = width_of(l.head);
      const std::size_t most = count[l.comment_column] > 1 ? widest[l.comment_column] : own;
      l.head += std::string(most - own + 2, ' ') + l.comment;
      l.comment.clear();
    }
    from = to;
  };
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (lines_[i].head.empty() && !lines_[i].verbatim) flush(i);
  }
  flush(lines_.size());
}

std::string line_list::join() {
  align_values();
  align_comments();
  std::string out;
  for (const line& l : lines_) {
    out += l.head;
    out += '\n';
  }
  return out;
}

}  // namespace parley::layout
