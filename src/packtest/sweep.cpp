#include "packtest/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace parley::packtest {

namespace {

constexpr int digits_most = 9;

/// `12.50USD`: a number and what follows it.
struct amount {
  std::int64_t number = 0;  ///< in units of 10^-digits
  int digits = 0;
  std::string_view suffix;
};

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<amount> read_amount(std::string_view text) noexcept {
  text = trimmed(text);
  amount made;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::size_t used = 0;
  bool point = false;
  for (; used < text.size(); ++used) {
    const char c = text[used];
    if (c == '.' && !point && used != 0) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') break;
    if (point && ++made.digits > digits_most) return std::nullopt;
    if (__builtin_mul_overflow(made.number, 10, &made.number) ||
        __builtin_add_overflow(made.number, c - '0', &made.number)) {
      return std::nullopt;
    }
  }
  if (used == 0 || text[used - 1] == '.') return std::nullopt;
  if (negative) made.number = -made.number;
  made.suffix = trimmed(text.substr(used));
  return made;
}

bool scale(amount& to, int digits) noexcept {
  for (; to.digits < digits; ++to.digits) {
    if (__builtin_mul_overflow(to.number, 10, &to.number)) return false;
  }
  return true;
}

std::string text_of(std::int64_t number, int digits, std::string_view suffix) {
  const bool negative = number < 0;
  std::string text = fmt::format("{:0{}}", negative ? -number : number, digits + 1);
  if (digits != 0) text.insert(text.size() - static_cast<std::size_t>(digits), ".");
  return fmt::format("{}{}{}", negative ? "-" : "", text, suffix);
}

yaml::scalar_fault fault(std::string message, std::string help) {
  return {std::move(message), std::move(help)};
}

}  // namespace

yaml::scalar_result<std::vector<std::string>> read_range(std::string_view text, std::size_t most) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    return fault("this is no range", "write `1%..20% step 1%`, or a list of values");
  }
  const std::size_t step_at = text.find("step", dots);
  const bool stepped = step_at != std::string_view::npos;
  const auto from = read_amount(text.substr(0, dots));
  const auto to =
      read_amount(text.substr(dots + 2, stepped ? step_at - dots - 2 : std::string_view::npos));
  const auto by = stepped ? read_amount(text.substr(step_at + 4)) : amount{1, 0, {}};
  if (!from || !to || !by) {
    return fault("the ends and the step of a range are numbers",
                 "write `1%..20% step 1%`, or a list of values");
  }
  const std::string_view suffix = to->suffix;
  if ((!from->suffix.empty() && from->suffix != suffix) ||
      (!by->suffix.empty() && by->suffix != suffix)) {
    return fault("the ends and the step of a range have one unit", "write `1%..20% step 1%`");
  }
  std::array<amount, 3> all{*from, *to, *by};
  const int digits = std::max({from->digits, to->digits, by->digits});
  for (amount& a : all) {
    if (!scale(a, digits)) return fault("the numbers are too large", "use smaller ones");
  }
  if (all[2].number <= 0) return fault("the step must be above zero", "write `step 1`");
  if (all[0].number > all[1].number) {
    return fault("the range ends before it begins", "put the smaller value first");
  }
  const auto width =
      static_cast<std::uint64_t>(all[1].number) - static_cast<std::uint64_t>(all[0].number);
  const std::uint64_t steps = width / static_cast<std::uint64_t>(all[2].number);
  if (steps >= most) {
    return fault(fmt::format("the range has more than {} values", most), "take a larger step");
  }
  std::vector<std::string> values;
  for (std::uint64_t i = 0; i <= steps; ++i) {
    values.push_back(
        text_of(all[0].number + static_cast<std::int64_t>(i) * all[2].number, digits, suffix));
  }
  return values;
}

bool same_value(std::string_view a, std::string_view b) noexcept {
  if (trimmed(a) == trimmed(b)) return true;
  auto x = read_amount(a);
  auto y = read_amount(b);
  if (!x || !y || x->suffix != y->suffix) return false;
  const int digits = std::max(x->digits, y->digits);
  return scale(*x, digits) && scale(*y, digits) && x->number == y->number;
}

}  // namespace parley::packtest
