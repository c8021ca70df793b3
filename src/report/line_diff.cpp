#include "report/line_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "report/format.hpp"

namespace parley::report {

namespace {

/// Edits beyond which a text counts as rewritten; the search takes that many steps squared.
constexpr std::size_t most_edits = 2000;
constexpr std::size_t context = 3;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    out.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

/// Lines `before` and `after` from here on; one of them for a line that only one text has.
struct edit {
  char mark;  // ' ', '-', '+'
  std::string_view text;
};

/// Myers' greedy search for the fewest edits.
class comparison {
 public:
  comparison(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b)
      : a_(a), b_(b) {}

  std::vector<edit> run() {
    std::size_t head = 0;
    while (head < a_.size() && head < b_.size() && a_[head] == b_[head]) ++head;
    std::size_t tail = 0;
    while (tail < a_.size() - head && tail < b_.size() - head &&
           a_[a_.size() - 1 - tail] == b_[b_.size() - 1 - tail]) {
      ++tail;
    }
    std::vector<edit> out;
    for (std::size_t i = 0; i < head; ++i) out.push_back({' ', a_[i]});
    middle(head, a_.size() - tail, head, b_.size() - tail, out);
    for (std::size_t i = a_.size() - tail; i < a_.size(); ++i) out.push_back({' ', a_[i]});
    return out;
  }

 private:
  using position = std::ptrdiff_t;

  void middle(std::size_t a0, std::size_t a1, std::size_t b0, std::size_t b1,
              std::vector<edit>& out) {
    const auto n = static_cast<position>(a1 - a0);
    const auto m = static_cast<position>(b1 - b0);
    const auto most = std::min<position>(n + m, static_cast<position>(most_edits));
    std::vector<std::vector<position>> trace;
    std::vector<position> reach(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](position k) -> position& {
      return reach[static_cast<std::size_t>(k + most + 1)];
    };
    position edits = -1;
    for (position d = 0; d <= most && edits < 0; ++d) {
      trace.emplace_back(reach.begin() + (most + 1 - d), reach.begin() + (most + 2 + d));
      for (position k = -d; k <= d; k += 2) {
        position x = k == -d || (k != d && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        while (x < n && x - k < m &&
               a_[a0 + static_cast<std::size_t>(x)] == b_[b0 + static_cast<std::size_t>(x - k)]) {
          ++x;
        }
        at(k) = x;
        if (x >= n && x - k >= m) {
          edits = d;
          break;
        }
      }
    }
    if (edits < 0) {
      for (std::size_t i = a0; i < a1; ++i) out.push_back({'-', a_[i]});
      for (std::size_t i = b0; i < b1; ++i) out.push_back({'+', b_[i]});
      return;
    }
    std::vector<edit> back;
    position x = n;
    position y = m;
    for (position d = edits; d > 0; --d) {
      // trace[d] holds what was reached with d - 1 edits, diagonals -d to d.
      const auto before = [&](position k) {
        return trace[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d)];
      };
      const position k = x - y;
      const bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
      const position from_k = down ? k + 1 : k - 1;
      const position from_x = before(from_k);
      const position from_y = from_x - from_k;
      while (x > from_x && y > from_y) {
        back.push_back({' ', a_[a0 + static_cast<std::size_t>(--x)]});
        --y;
      }
      if (down) {
        back.push_back({'+', b_[b0 + static_cast<std::size_t>(--y)]});
      } else {
        back.push_back({'-', a_[a0 + static_cast<std::size_t>(--x)]});
      }
    }
    while (x > 0) back.push_back({' ', a_[a0 + static_cast<std::size_t>(--x)]});
    out.insert(out.end(), back.rbegin(), back.rend());
  }

  const std::vector<std::string_view>& a_;
  const std::vector<std::string_view>& b_;
};

std::string range(std::size_t from, std::size_t count) {
  // A range without lines is named by the line before it.
  if (count == 0) return fmt::format("{},0", from);
  return count == 1 ? fmt::format("{}", from + 1) : fmt::format("{},{}", from + 1, count);
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after,
                         std::string_view name_before, std::string_view name_after,
                         text_style style) {
  if (before == after) return {};
  const std::vector<std::string_view> a = lines_of(before);
  const std::vector<std::string_view> b = lines_of(after);
  const std::vector<edit> edits = comparison(a, b).run();
  const std::string_view reset = style.colour ? "\x1b[0m" : "";
  const auto colour = [&](char mark) -> std::string_view {
    if (!style.colour || mark == ' ') return {};
    return mark == '-' ? "\x1b[31m" : "\x1b[32m";
  };
  std::string out = fmt::format("--- {}\n+++ {}\n", printable(name_before), printable(name_after));
  std::size_t i = 0;
  std::size_t line_a = 0;
  std::size_t line_b = 0;
  while (i < edits.size()) {
    if (edits[i].mark == ' ') {
      ++i, ++line_a, ++line_b;
      continue;
    }
    const std::size_t begin = i - std::min({i, context, line_a, line_b});
    std::size_t end = i;
    for (std::size_t j = i, same = 0; j < edits.size() && same <= 2 * context; ++j) {
      same = edits[j].mark == ' ' ? same + 1 : 0;
      if (same == 0) end = j + 1;
    }
    end = std::min(end + context, edits.size());
    const std::size_t from_a = line_a - (i - begin);
    const std::size_t from_b = line_b - (i - begin);
    std::string body;
    std::size_t count_a = 0;
    std::size_t count_b = 0;
    for (std::size_t j = begin; j < end; ++j) {
      const edit& e = edits[j];
      count_a += e.mark != '+';
      count_b += e.mark != '-';
      const bool whole = e.text.ends_with('\n');
      std::string_view text = e.text.substr(0, e.text.size() - (whole ? 1 : 0));
      const bool dressed = !colour(e.mark).empty();
      body +=
          fmt::format("{}{}{}{}\n", colour(e.mark), e.mark, printable(text), dressed ? reset : "");
      if (!whole) body += "\\ No newline at end of file\n";
    }
    out += fmt::format("@@ -{} +{} @@\n{}", range(from_a, count_a), range(from_b, count_b), body);
    line_a = from_a + count_a;
    line_b = from_b + count_b;
    i = end;
  }
  return out;
}

}  // namespace parley::report
