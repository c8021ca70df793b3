// The graph as a picture: layers from left to right, drawn without help from outside.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/graph_picture.hpp"

namespace parley::report {

namespace {

constexpr std::size_t box_width = 40;
constexpr std::size_t box_lines = 4;
constexpr int line_height = 16;
constexpr int between_boxes = 12;
constexpr int between_layers = 84;
constexpr int margin = 24;
constexpr int top_edge = 72;
constexpr std::size_t layers = 5;
constexpr int sweeps = 6;  // enough for orders to settle in packs of real size

/// Selectors and conditions share a layer, as do both kinds of rules.
std::size_t layer_of(box_kind kind) noexcept {
  switch (kind) {
    case box_kind::fact: return 0;
    case box_kind::selector:
    case box_kind::condition: return 1;
    case box_kind::offer: return 2;
    case box_kind::stacking:
    case box_kind::limit: return 3;
    case box_kind::verdict: return 4;
  }
  return 4;
}

std::string_view name_of(box_kind kind) noexcept {
  switch (kind) {
    case box_kind::fact: return "fact";
    case box_kind::selector: return "selector";
    case box_kind::condition: return "condition";
    case box_kind::offer: return "offer";
    case box_kind::stacking: return "stacking rule";
    case box_kind::limit: return "limit";
    case box_kind::verdict: return "verdict";
  }
  return "box";
}

struct placed {
  std::vector<std::string> lines;
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

class drawing {
 public:
  explicit drawing(const graph_picture& picture) : picture_(picture) {
    for (std::uint32_t i = 0; i < picture.boxes.size(); ++i) {
      const box& b = picture.boxes[i];
      placed p;
      p.lines = wrapped(b.title, box_width, box_lines);
      std::size_t widest = b.note.empty() ? 0 : characters(b.note) + 2;
      for (const std::string& line : p.lines) widest = std::max(widest, characters(line));
      const std::size_t count = p.lines.size() + (b.note.empty() ? 0 : 1);
      p.width = static_cast<int>(static_cast<double>(widest) * character_width) + 36;
      p.height = static_cast<int>(count) * line_height + 14;
      places_.push_back(std::move(p));
      columns_[layer_of(b.kind)].push_back(i);
    }
    order();
    place();
  }

  std::string svg() const {
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" "
        "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" font-family=\"{2}\" "
        "font-size=\"12\">\n<title id=\"t\">How {3} decides</title>\n<desc id=\"d\">{4}</desc>\n"
        "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
        "markerHeight=\"7\" orient=\"auto\"><path d=\"M0,0L8,4L0,8z\" fill=\"#7a828c\"/></marker>"
        "</defs>\n<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n"
        "<text x=\"{5}\" y=\"30\" font-size=\"15\" font-weight=\"bold\" "
        "fill=\"#1c2126\">{3}</text>\n",
        width_, height_, typeface, xml_text(picture_.title), xml_text(description()), margin);
    headings(out);
    out += "<g fill=\"none\" stroke=\"#9aa3ad\" stroke-width=\"1.2\" marker-end=\"url(#a)\">\n";
    for (const arrow& a : picture_.arrows) curve(out, places_[a.from], places_[a.to]);
    out += "</g>\n";
    for (std::size_t i = 0; i < places_.size(); ++i) draw(out, picture_.boxes[i], places_[i]);
    if (picture_.judged) legend(out);
    return out + "</svg>\n";
  }

 private:
  [[nodiscard]] std::string description() const {
    return fmt::format(
        "{} facts, {} conditions and selectors, {} offers, {} rules and limits, and what leads to "
        "what.",
        columns_[0].size(), columns_[1].size(), columns_[2].size(), columns_[3].size());
  }

  /// Puts boxes near what they are linked to, which keeps arrows from crossing.
  void order() {
    std::vector<std::vector<std::uint32_t>> before(places_.size()), after(places_.size());
    for (const arrow& a : picture_.arrows) {
      before[a.to].push_back(a.from);
      after[a.from].push_back(a.to);
    }
    // Heights in 1/1024 of a column, whole numbers, so that every machine orders alike.
    std::vector<std::int64_t> height(places_.size(), 0);
    const auto settle = [&](const std::vector<std::uint32_t>& column) {
      for (std::size_t i = 0; i < column.size(); ++i) {
        height[column[i]] = static_cast<std::int64_t>((2 * i + 1) * 512 / column.size());
      }
    };
    const auto sweep = [&](std::vector<std::uint32_t>& column,
                           const std::vector<std::vector<std::uint32_t>>& links) {
      std::vector<std::int64_t> wish(places_.size(), 0);
      for (const std::uint32_t b : column) {
        wish[b] = height[b];
        if (links[b].empty()) continue;
        std::int64_t sum = 0;
        for (const std::uint32_t other : links[b]) sum += height[other];
        wish[b] = sum / static_cast<std::int64_t>(links[b].size());
      }
      std::stable_sort(column.begin(), column.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return wish[a] < wish[b]; });
      settle(column);
    };
    for (const auto& column : columns_) settle(column);
    for (int i = 0; i < sweeps; ++i) {
      for (std::size_t c = 1; c < layers; ++c) sweep(columns_[c], before);
      for (std::size_t c = layers - 1; c-- > 0;) sweep(columns_[c], after);
    }
  }

  void place() {
    int tallest = 0;
    std::array<int, layers> tall{};
    for (std::size_t c = 0; c < layers; ++c) {
      for (const std::uint32_t b : columns_[c]) tall[c] += places_[b].height + between_boxes;
      tallest = std::max(tallest, tall[c]);
    }
    int x = margin;
    for (std::size_t c = 0; c < layers; ++c) {
      left_[c] = x;
      if (columns_[c].empty()) continue;
      int widest = 96;
      for (const std::uint32_t b : columns_[c]) widest = std::max(widest, places_[b].width);
      int y = top_edge + (tallest - tall[c]) / 2;
      for (const std::uint32_t b : columns_[c]) {
        placed& p = places_[b];
        p.x = x;
        p.y = y;
        p.width = widest;
        y += p.height + between_boxes;
      }
      x += widest + between_layers;
    }
    width_ = std::max(x - between_layers + margin, 560);
    height_ = top_edge + tallest + (picture_.judged ? 56 : 16);
  }

  void headings(std::string& out) const {
    constexpr std::string_view names[] = {"facts", "conditions", "offers", "rules and limits",
                                          "verdict"};
    for (std::size_t c = 0; c < layers; ++c) {
      if (columns_[c].empty()) continue;
      out +=
          fmt::format("<text x=\"{}\" y=\"56\" fill=\"#4a525b\">{}</text>\n", left_[c], names[c]);
    }
  }

  static void curve(std::string& out, const placed& from, const placed& to) {
    const int x0 = from.x + from.width;
    const int y0 = from.y + from.height / 2;
    const int x1 = to.x - 2;
    const int y1 = to.y + to.height / 2;
    const int bend = std::max(30, (x1 - x0) / 2);
    out += fmt::format("<path d=\"M{},{}C{},{} {},{} {},{}\"/>\n", x0, y0, x0 + bend, y0, x1 - bend,
                       y1, x1, y1);
  }

  static void draw(std::string& out, const box& b, const placed& p) {
    const tone_style& style = style_of(b.what);
    const int round = b.kind == box_kind::fact ? p.height / 2 : b.kind == box_kind::offer ? 8 : 3;
    const bool heavy = b.kind == box_kind::offer || b.kind == box_kind::verdict;
    out += fmt::format(
        "<g><title>{}: {}{}{}, {}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
        "rx=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>",
        name_of(b.kind), xml_text(b.title), b.note.empty() ? "" : ", ", xml_text(b.note),
        style.name, p.x, p.y, p.width, p.height, round, style.fill, style.stroke, heavy ? 2 : 1);
    int y = p.y + 18;
    for (const std::string& line : p.lines) {
      out += fmt::format("<text x=\"{}\" y=\"{}\" fill=\"#1c2126\"{}>{}</text>", p.x + 12, y,
                         heavy ? " font-weight=\"bold\"" : "", xml_text(line));
      y += line_height;
    }
    if (!b.note.empty())
      out += fmt::format("<text x=\"{}\" y=\"{}\" fill=\"{}\">{}</text>", p.x + 12, y, style.stroke,
                         xml_text(b.note));
    if (!style.mark.empty()) {
      out += fmt::format(
          "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-weight=\"bold\" fill=\"{}\">{}</text>",
          p.x + p.width - 10, p.y + 18, style.stroke, style.mark);
    }
    out += "</g>\n";
  }

  void legend(std::string& out) const {
    int x = margin;
    for (const tone what : {tone::yes, tone::no, tone::unknown, tone::escalate, tone::error}) {
      const tone_style& style = style_of(what);
      out += fmt::format(
          "<rect x=\"{0}\" y=\"{1}\" width=\"18\" height=\"18\" rx=\"4\" fill=\"{2}\" "
          "stroke=\"{3}\"/><text x=\"{4}\" y=\"{5}\" text-anchor=\"middle\" font-weight=\"bold\" "
          "fill=\"{3}\">{6}</text><text x=\"{7}\" y=\"{5}\" fill=\"#1c2126\">{8}</text>\n",
          x, height_ - 34, style.fill, style.stroke, x + 9, height_ - 21, style.mark, x + 25,
          style.name);
      x += 25 + static_cast<int>(static_cast<double>(style.name.size()) * character_width) + 22;
    }
  }

  const graph_picture& picture_;
  std::vector<placed> places_;
  std::array<std::vector<std::uint32_t>, layers> columns_;
  std::array<int, layers> left_{};
  int width_ = 0;
  int height_ = 0;
};

}  // namespace

std::string graph_svg(const graph_picture& picture) {
  return drawing(picture).svg();
}

}  // namespace parley::report
