// The picture of a simulation: what could be agreed and what was, above; each seller's agreements
// and figures on the same axis, below; what replies tell about the floor, at the right.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "report/format.hpp"
#include "report/picture.hpp"
#include "report/simulation_report.hpp"

namespace parley::report {

namespace {

constexpr int width = 1120;
constexpr int left = 112;  // of both panels at the left
constexpr int plot_width = 560;
constexpr int top = 92;
constexpr int plot_height = 330;
constexpr int strips_top = 500;
constexpr int strip_height = 34;
constexpr int leak_left = 760;
constexpr int leak_width = 320;
constexpr int mark_size = 5;  // pixels within which points are drawn as one

/// Whole numbers on a line of pixels, with room at both ends.
struct scale {
  std::int64_t least = 0;
  std::int64_t most = 1;
  int from = 0;
  int to = 1;

  [[nodiscard]] int at(std::int64_t value) const noexcept {
    const std::int64_t span = std::max<std::int64_t>(most - least, 1);
    return from + static_cast<int>(int128{value - least} * (to - from) / span);
  }
};

/// Ticks at 1, 2 or 5 times a power of ten: about five of them.
std::vector<std::int64_t> ticks_of(const scale& s) {
  const std::int64_t span = std::max<std::int64_t>(s.most - s.least, 1);
  std::int64_t step = 1;
  for (int turn = 0; span / step > 6; ++turn) step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
  std::vector<std::int64_t> out;
  std::int64_t first = s.least / step * step;
  if (first < s.least) first += step;
  for (std::int64_t t = first; t <= s.most; t += step) out.push_back(t);
  return out;
}

/// Square root, rounded down, of a small number.
int root_of(std::uint64_t n) noexcept {
  std::uint64_t root = 0;
  while ((root + 1) * (root + 1) <= n) ++root;
  return static_cast<int>(root);
}

constexpr std::string_view sheet = R"(<style>
svg{--paper:#ffffff;--ink:#1c2126;--soft:#57606a;--line:#d5dae0;--dot:#9aa3ad;--ours:#0b62b8;--bad:#b3261e;--front:#1a7f4b}
@media (prefers-color-scheme:dark){svg{--paper:#14181d;--ink:#e8ebee;--soft:#9aa5b1;--line:#333b44;--dot:#65707c;--ours:#6cb2ff;--bad:#ff8a80;--front:#5fd39a}}
.paper{fill:var(--paper)}.ink{fill:var(--ink)}.soft{fill:var(--soft)}.bad{fill:var(--bad)}.oursink{fill:var(--ours)}
.axis{stroke:var(--soft);fill:none}.grid{stroke:var(--line);fill:none}
.yes{fill:var(--dot);opacity:.55}.no{fill:none;stroke:var(--dot);opacity:.45}
.front{fill:none;stroke:var(--front);stroke-width:2}.floor{stroke:var(--bad);stroke-dasharray:5 4;fill:none}
.ours{fill:var(--ours);fill-opacity:.55;stroke:var(--ours)}.other{fill:var(--soft);fill-opacity:.4;stroke:var(--soft)}
.over{fill:var(--bad);fill-opacity:.4;stroke:var(--bad)}
.c0{stroke:var(--ours)}.c1{stroke:#d55e00}.c2{stroke:#cc79a7}.c3{stroke:#e69f00}.c4{stroke:#009e73}.c5{stroke:#8c6bb1}.c6{stroke:#808a94}
.curve{fill:none;stroke-width:1.8}.curve.c0{stroke-width:3}
</style>
)";
constexpr std::array<std::string_view, 7> dashes = {"",    "7 3", "2 3", "9 3 2 3",
                                                    "4 2", "1 3", "12 4"};

class outcome_drawing {
 public:
  outcome_drawing(const simulation_results& found, const pack& rules)
      : found_(found), rules_(rules) {
    strips_bottom_ = strips_top + static_cast<int>(found.sellers.size()) * strip_height;
    height_ = strips_bottom_ + 74;
    x_ = {0, 1, left, left + plot_width};
    y_ = {0, 1, top + plot_height, top};
    bool first = true;
    const auto see = [&](std::int64_t saving, std::int64_t merchant) {
      x_.least = std::min(x_.least, saving);
      x_.most = std::max(x_.most, saving);
      y_.least = first ? merchant : std::min(y_.least, merchant);
      y_.most = first ? merchant : std::max(y_.most, merchant);
      first = false;
    };
    for (const outcome_point& o : found.outcomes) see(o.saving, o.merchant);
    for (const seller_results& s : found.sellers) {
      for (const agreed_point& a : s.agreements) see(a.saving, s.ours ? a.merchant : y_.least);
    }
    // Room around the outermost points.
    x_.most += std::max<std::int64_t>((x_.most - x_.least) / 20, 1);
    x_.least -= (x_.most - x_.least) / 40;
    const std::int64_t room = std::max<std::int64_t>((y_.most - y_.least) / 12, 1);
    y_.least -= room;
    y_.most += room;
    for (const seller_results& s : found.sellers) {
      for (const agreed_point& a : s.agreements) largest_ = std::max(largest_, a.count);
    }
  }

  std::string svg() {
    out_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" "
        "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" font-family=\"{2}\" "
        "font-size=\"12\">\n<title id=\"t\">Negotiations under {3}</title>\n"
        "<desc id=\"d\">{4}</desc>\n{5}<rect width=\"{0}\" height=\"{1}\" class=\"paper\"/>\n",
        width, height_, typeface, xml_text(rules_.name()), xml_text(description()), sheet);
    text(32, 32, "ink", fmt::format("Negotiations under {}", rules_.name()),
         "font-size=\"16\" font-weight=\"bold\"");
    text(32, 52, "soft",
         fmt::format("{} with each seller, seed {}; list price {}", found_.negotiations,
                     found_.seed, money_text(rules_, found_.list_total)));
    space();
    strips();
    leaks();
    return std::move(out_) + "</svg>\n";
  }

 private:
  [[nodiscard]] std::string description() const {
    const negotiation_measures& ours = found_.sellers[0].all;
    return fmt::format(
        "{} of {} negotiations with parley end in agreement, with {} violations of a limit. The "
        "other sellers are compared below it.",
        ours.agreed, ours.played, ours.violations);
  }

  void text(int x, int y, std::string_view kind, std::string_view words,
            std::string_view more = "") {
    out_ += fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\"{}{}>{}</text>\n", x, y, kind,
                        more.empty() ? "" : " ", more, xml_text(words));
  }
  void line(int x0, int y0, int x1, int y1, std::string_view kind) {
    out_ += fmt::format("<path class=\"{}\" d=\"M{},{}L{},{}\"/>\n", kind, x0, y0, x1, y1);
  }
  [[nodiscard]] std::string short_amount(std::int64_t minor) const {
    std::string made = amount_text(rules_, minor);
    const std::size_t point = made.find('.');
    if (point != std::string::npos && made.find_first_not_of('0', point + 1) == std::string::npos)
      made.resize(point);
    return made;
  }

  /// What the customer saves where the least permitted total is paid; past it a limit is broken.
  void floor_line(int from, int to) {
    if (!found_.lowest) return;
    const int x = x_.at(found_.list_total - *found_.lowest);
    line(x, from, x, to, "floor");
  }

  void space() {
    text(left, top - 14, "ink", "what could be agreed, and what parley agreed on",
         "font-weight=\"bold\"");
    for (const std::int64_t t : ticks_of(y_)) {
      line(left, y_.at(t), left + plot_width, y_.at(t), "grid");
      text(left - 8, y_.at(t) + 4, "soft", short_amount(t), "text-anchor=\"end\"");
    }
    for (const std::int64_t t : ticks_of(x_)) {
      line(x_.at(t), top, x_.at(t), top + plot_height, "grid");
      text(x_.at(t), top + plot_height + 16, "soft", short_amount(t), "text-anchor=\"middle\"");
    }
    out_ += fmt::format(
        "<text class=\"soft\" transform=\"translate(30,{}) rotate(-90)\" "
        "text-anchor=\"middle\">{}</text>\n",
        top + plot_height / 2, found_.costs_known ? "merchant's margin" : "merchant's receipts");
    text(left + plot_width, top + plot_height + 34, "soft",
         "what the customer gains against the list price", "text-anchor=\"end\"");

    // One mark for all points of a cell; a permitted one is drawn over those that aren't.
    std::map<std::pair<int, int>, bool> cells;
    for (const outcome_point& o : found_.outcomes) {
      bool& permitted = cells[{x_.at(o.saving) / mark_size, y_.at(o.merchant) / mark_size}];
      permitted = permitted || o.permitted;
    }
    for (const auto& [where, permitted] : cells) {
      out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>\n",
                          permitted ? "yes" : "no", where.first * mark_size + mark_size / 2,
                          where.second * mark_size + mark_size / 2, permitted ? "2.5" : "2");
    }
    std::string path;
    for (const outcome_point& o : found_.outcomes) {
      if (!o.frontier) continue;
      const int x = x_.at(o.saving);
      const int y = y_.at(o.merchant);
      path += path.empty() ? fmt::format("M{},{}", x, y) : fmt::format("L{},{}", x, y);
    }
    if (!path.empty()) out_ += fmt::format("<path class=\"front\" d=\"{}\"/>\n", path);
    for (const agreed_point& a : found_.sellers[0].agreements) {
      out_ += fmt::format(
          "<circle class=\"ours\" cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{} agreements: the customer "
          "gains {}, the merchant {}</title></circle>\n",
          x_.at(a.saving), y_.at(a.merchant), radius(a.count, 14), a.count,
          amount_text(rules_, a.saving), amount_text(rules_, a.merchant));
    }
    // The least total alone says nothing about gifts, so here the frontier is the border.
    const int x = left + plot_width - 150;
    const int y = top + 18;
    out_ += fmt::format("<circle class=\"ours\" cx=\"{}\" cy=\"{}\" r=\"6\"/>\n", x, y - 4);
    text(x + 14, y, "ink", "agreements");
    out_ += fmt::format("<path class=\"front\" d=\"M{0},{1}L{2},{1}\"/>\n", x - 7, y + 14, x + 7);
    text(x + 14, y + 18, "ink", "frontier");
    out_ += fmt::format("<circle class=\"yes\" cx=\"{}\" cy=\"{}\" r=\"3\"/>\n", x, y + 32);
    text(x + 14, y + 36, "ink", "permitted");
    out_ += fmt::format("<circle class=\"no\" cx=\"{}\" cy=\"{}\" r=\"3\"/>\n", x, y + 50);
    text(x + 14, y + 54, "ink", "not permitted");
  }

  [[nodiscard]] int radius(std::uint64_t count, int most) const noexcept {
    const int whole = std::max(root_of(largest_ * 100), 1);
    return std::max(2, root_of(count * 100) * most / whole);
  }

  void strips() {
    text(left, strips_top - 16, "ink", "agreements of each seller, and how they fare",
         "font-weight=\"bold\"");
    const std::array<std::pair<int, std::string_view>, 5> columns = {{{750, "agreed"},
                                                                      {842, "merchant"},
                                                                      {930, "violations"},
                                                                      {1010, "bits told"},
                                                                      {1096, "best resp."}}};
    for (const auto& [x, name] : columns)
      text(x, strips_top - 4, "soft", name, "text-anchor=\"end\"");
    int y = strips_top;
    for (const seller_results& s : found_.sellers) {
      const int middle = y + strip_height / 2;
      line(left, y + strip_height, left + plot_width, y + strip_height, "grid");
      text(left - 8, middle + 4, s.ours ? "oursink" : "ink", s.name,
           s.ours ? "text-anchor=\"end\" font-weight=\"bold\"" : "text-anchor=\"end\"");
      strip(s, middle);
      const auto figure = [&](std::size_t column, std::string_view kind, const std::string& words) {
        text(columns[column].first, middle + 4, kind, words, "text-anchor=\"end\"");
      };
      figure(0, "ink", percent_of(s.all.agreed, s.all.played));
      figure(1, "ink", amount_text(rules_, s.all.merchant.value()));
      figure(2, s.all.violations != 0 ? "bad" : "ink", std::to_string(s.all.violations));
      figure(3, s.leak.same_until_bound ? "ink" : "bad",
             bits_text(told_after(s.leak, s.leak.left.size())));
      figure(4, "ink",
             s.extraction.any ? amount_text(rules_, found_.list_total - s.extraction.net) : "-");
      y += strip_height;
    }
    floor_line(strips_top, strips_bottom_);
    for (const std::int64_t t : ticks_of(x_))
      text(x_.at(t), strips_bottom_ + 16, "soft", short_amount(t), "text-anchor=\"middle\"");
    text(left, strips_bottom_ + 36, "soft",
         found_.lowest ? fmt::format("dashed: the least total the rules permit, {}",
                                     money_text(rules_, *found_.lowest))
                       : std::string("the rules permit nothing on this cart"));
    text(left, strips_bottom_ + 54, "soft",
         "Gifts count at their worth, so a gain may lie past it. On changed carts it lies "
         "elsewhere; the figures count those too.");
  }

  /// Prices that a baseline agrees on are many: those of one cell are one mark.
  void strip(const seller_results& s, int middle) {
    std::map<int, std::uint64_t> cells;
    for (const agreed_point& a : s.agreements) cells[x_.at(a.saving) / mark_size] += a.count;
    const int floor = found_.lowest ? x_.at(found_.list_total - *found_.lowest) : left;
    for (const auto& [where, count] : cells) {
      const int x = where * mark_size + mark_size / 2;
      const bool over = !s.ours && x > floor + mark_size;
      out_ += fmt::format(
          "<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"><title>{} agreements</title>"
          "</circle>\n",
          s.ours ? "ours"
          : over ? "over"
                 : "other",
          x, middle, radius(count, 14), count);
    }
  }

  void leaks() {
    text(leak_left, top - 14, "ink", "what is left to learn about the floor",
         "font-weight=\"bold\"");
    std::size_t replies = 1;
    std::int64_t prior = 1;
    for (const seller_results& s : found_.sellers) {
      replies = std::max(replies, s.leak.left.size());
      prior = std::max(prior, s.leak.prior);
    }
    const scale x{0, static_cast<std::int64_t>(replies), leak_left, leak_left + leak_width};
    const scale y{0, prior, top + plot_height, top};
    for (std::int64_t bits = 0; bits <= prior; bits += 1000) {
      line(leak_left, y.at(bits), leak_left + leak_width, y.at(bits), "grid");
      text(leak_left - 8, y.at(bits) + 4, "soft", std::to_string(bits / 1000),
           "text-anchor=\"end\"");
    }
    for (const std::int64_t t : ticks_of(x))
      text(x.at(t), top + plot_height + 16, "soft", std::to_string(t), "text-anchor=\"middle\"");
    text(leak_left + leak_width, top + plot_height + 34, "soft", "replies", "text-anchor=\"end\"");
    for (std::size_t i = found_.sellers.size(); i-- > 0;) {
      const leak_measures& leak = found_.sellers[i].leak;
      std::string path = fmt::format("M{},{}", x.at(0), y.at(leak.prior));
      for (std::size_t r = 0; r < leak.left.size(); ++r)
        path += fmt::format("L{},{}", x.at(static_cast<std::int64_t>(r) + 1), y.at(leak.left[r]));
      out_ += fmt::format("<path class=\"curve c{}\"{} d=\"{}\"><title>{}</title></path>\n", i % 7,
                          i == 0 ? "" : fmt::format(" stroke-dasharray=\"{}\"", dashes[i % 7]),
                          path, xml_text(found_.sellers[i].name));
    }
    // The legend stands where curves rarely are: low at the right, between what is told and all.
    int at = top + plot_height - 124;
    out_ += fmt::format(
        "<rect class=\"paper\" fill-opacity=\"0.8\" x=\"{}\" y=\"{}\" width=\"140\" "
        "height=\"{}\"/>\n",
        leak_left + leak_width - 140, at - 16, 16 * found_.sellers.size() + 8);
    for (std::size_t i = 0; i < found_.sellers.size(); ++i) {
      const int from = leak_left + leak_width - 132;
      out_ += fmt::format("<path class=\"curve c{}\"{} d=\"M{},{}L{},{}\"/>\n", i % 7,
                          i == 0 ? "" : fmt::format(" stroke-dasharray=\"{}\"", dashes[i % 7]),
                          from, at - 4, from + 28, at - 4);
      text(from + 36, at, i == 0 ? "oursink" : "ink", found_.sellers[i].name);
      at += 16;
    }
    text(leak_left, top + plot_height + 34, "soft",
         fmt::format("bits, of {} floors", found_.sellers[0].leak.floors));
  }

  const simulation_results& found_;
  const pack& rules_;
  scale x_;
  scale y_;
  std::uint64_t largest_ = 1;
  int strips_bottom_ = 0;
  int height_ = 0;
  std::string out_;
};

}  // namespace

std::string simulation_svg(const simulation_results& found, const pack& rules) {
  return outcome_drawing(found, rules).svg();
}

}  // namespace parley::report
