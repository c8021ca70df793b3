// The pack image: one flat, versioned, checksummed block without pointers. Compiling makes it, a
// host stores it, the engine runs on it in place. A damaged or hostile image is refused with an
// error.
//
//   offset  0  "PARLEYPK", layout (16 bits) and its minor version (16 bits), number of sections,
//              size of the whole image
//          24  checksum64 of everything from byte 64 on, seeded with that of the first 24 bytes
//          32  zeros
//          64  one section_row for each table, in the order of graph::for_each_table
//           .  the tables, each at a multiple of 16, gaps filled with zeros
//
// Numbers are little-endian, as in memory on every machine that parley supports. The SHA-256 of
// everything from byte 64 on, in hex, is the pack's digest.
//
// A minor version only adds: fields at the end of a row whose default means "as before", values at
// the end of an enumeration, tables at the end of for_each_table that may be empty. So an image of
// an older minor version is widened into the present rows when it is loaded and keeps its digest;
// one of a newer minor version is refused. Layout 2 had offers and expressions as wide rows, zero
// at byte 24 and the digest at byte 32; its images are read in the same manner. Any other layout is
// refused.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "parley/base/checksum.hpp"
#include "parley/base/result.hpp"
#include "parley/base/sha256.hpp"
#include "parley/graph/pack.hpp"
#include "parley/graph/pack_rows.hpp"
#include "parley/graph/verify.hpp"

namespace parley {

namespace graph {

/// Goes up when a row, an enumeration or the meaning of an operation changes in another way than a
/// minor version may; `image_minor` is then 0 again.
inline constexpr std::uint16_t image_layout = 3;
/// Goes up when something is added to this layout.
inline constexpr std::uint16_t image_minor = 0;
/// The layout before, with wide rows, which is read still.
inline constexpr std::uint16_t wide_layout = 2;
inline constexpr std::uint16_t wide_minor = 2;
inline constexpr std::array<char, 8> image_magic = {'P', 'A', 'R', 'L', 'E', 'Y', 'P', 'K'};
/// Bytes of an image that is accepted; a pack of 100,000 offers takes about 20 MB.
inline constexpr std::uint64_t image_bytes_most = std::uint64_t{1} << 30;

struct image_prefix {
  std::array<char, 8> magic = image_magic;
  std::uint16_t layout = image_layout;
  std::uint16_t minor = image_minor;
  std::uint32_t sections = 0;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
  std::array<std::uint8_t, 32> digest = {};  ///< of layout 2; zeros since
};
static_assert(sizeof(image_prefix) == 64 && fit_for_image<image_prefix>);

struct section_row {
  std::uint64_t offset = 0;
  std::uint32_t row_size = 0;
  std::uint32_t count = 0;
};
static_assert(fit_for_image<section_row>);

namespace detail {

static_assert(std::endian::native == std::endian::little, "the image is little-endian");

/// Memory of an image, aligned for every row.
struct alignas(16) image_cell {
  std::byte bytes[16];
};

[[nodiscard]] constexpr std::uint64_t aligned(std::uint64_t offset) noexcept {
  return (offset + 15) & ~std::uint64_t{15};
}

template <typename Column>
using row_of = typename std::remove_cvref_t<Column>::value_type;

/// Calls `visit` with every table as it stands in an image of this layout.
template <typename Tables, typename Visit>
void for_each_stored(Tables& tables, const packed_rows& packed, Visit&& visit) {
  for_each_table(tables, [&](const auto& table) {
    using row = row_of<decltype(table)>;
    if constexpr (std::is_same_v<row, fact_ref>) {
      visit(packed.facts);
    } else if constexpr (std::is_same_v<row, offer_row>) {
      packed.offers.visit_parts(packed.offers, visit);
    } else if constexpr (std::is_same_v<row, expression_node>) {
      packed.nodes.visit_parts(packed.nodes, visit);
    } else if constexpr (std::is_same_v<row, expression_row>) {
      packed.expressions.visit_parts(packed.expressions, visit);
    } else {
      visit(table);
    }
  });
}

template <typename Tables>
[[nodiscard]] std::vector<section_row> sections_of(Tables& tables, const packed_rows& packed) {
  std::vector<section_row> sections;
  for_each_stored(tables, packed, [&](const auto& table) {
    sections.push_back({0, static_cast<std::uint32_t>(sizeof(row_of<decltype(table)>)),
                        static_cast<std::uint32_t>(table.size())});
  });
  std::uint64_t at = sizeof(image_prefix) + sections.size() * sizeof(section_row);
  for (section_row& section : sections) {
    section.offset = aligned(at);
    at = section.offset + std::uint64_t{section.row_size} * section.count;
  }
  return sections;
}

/// The checksum that an image of this layout should have. Precondition: it holds its prefix.
[[nodiscard]] inline std::uint64_t checksum_of(std::span<const std::byte> image) noexcept {
  return checksum64(image.subspan(sizeof(image_prefix)),
                    checksum64(image.first(offsetof(image_prefix, checksum))));
}

/// Precondition: the image is long enough to hold it.
[[nodiscard]] inline section_row section_at(std::span<const std::byte> image,
                                            std::uint32_t which) noexcept {
  section_row section;
  std::memcpy(&section, image.data() + sizeof(image_prefix) + which * sizeof section,
              sizeof section);
  return section;
}

/// Views of the tables of a whole image of this minor version. Precondition: the section table has
/// been checked.
[[nodiscard]] inline table_views views_of(std::span<const std::byte> image) {
  table_views views;
  std::uint32_t next = 0;
  for_each_table(views, [&]<typename Row>(std::span<const Row>& view) {
    static_assert(fit_for_image<Row>);
    const section_row section = section_at(image, next++);
    view = {reinterpret_cast<const Row*>(image.data() + section.offset), section.count};
  });
  return views;
}

/// Lays tables out as an image. `Tables` is tables_of views, or of vectors with wide rows or parts.
template <typename Tables>
[[nodiscard]] std::shared_ptr<std::vector<image_cell>> lay_out(Tables& tables) {
  packed_rows packed;
  if constexpr (std::is_same_v<std::remove_cvref_t<decltype(tables.offers)>,
                               std::vector<offer_row>>) {
    packed =
        pack_rows(tables.fact_refs, tables.expression_nodes, tables.expressions, tables.offers);
  }
  const std::vector<section_row> sections = sections_of(tables, packed);
  const section_row& last = sections.back();
  const std::uint64_t size = aligned(last.offset + std::uint64_t{last.row_size} * last.count);
  auto block = std::make_shared<std::vector<image_cell>>(size / sizeof(image_cell), image_cell{});
  auto* const bytes = reinterpret_cast<std::byte*>(block->data());

  std::memcpy(bytes + sizeof(image_prefix), sections.data(), sections.size() * sizeof(section_row));
  std::size_t next = 0;
  for_each_stored(tables, packed, [&](const auto& table) {
    const section_row& section = sections[next++];
    if (section.count == 0) return;
    std::memcpy(bytes + section.offset, table.data(),
                std::size_t{section.row_size} * section.count);
  });

  image_prefix prefix;
  prefix.sections = static_cast<std::uint32_t>(sections.size());
  prefix.size = size;
  std::memcpy(bytes, &prefix, sizeof prefix);
  prefix.checksum = checksum_of({bytes, static_cast<std::size_t>(size)});
  std::memcpy(bytes, &prefix, sizeof prefix);
  return block;
}

[[nodiscard]] inline std::span<const std::byte> bytes_of(const std::vector<image_cell>& block) {
  return std::as_bytes(std::span(block));
}

template <typename T>
struct stored {
  using type = std::vector<T>;
};
template <>
struct stored<offer_row> {
  using type = offer_parts<column_vector>;
};
template <>
struct stored<fact_ref> {
  using type = std::vector<packed_fact>;
};
template <>
struct stored<expression_node> {
  using type = node_parts<column_vector>;
};
template <>
struct stored<expression_row> {
  using type = expression_parts<column_vector>;
};
template <typename T>
using stored_column = typename stored<T>::type;

/// An older image in the rows of this one: what was added has its default. `Tables` has the tables
/// of its layout. Precondition: its frame has been checked. The digest of the result is another
/// one.
template <typename Tables>
[[nodiscard]] std::shared_ptr<std::vector<image_cell>> widened(std::span<const std::byte> image) {
  image_prefix prefix;
  std::memcpy(&prefix, image.data(), sizeof prefix);
  Tables tables;
  std::uint32_t next = 0;
  for_each_table(tables, [&](auto& table) {
    if (next == prefix.sections) return;
    const section_row section = section_at(image, next++);
    table.resize(section.count);
    for (std::uint32_t i = 0; i < section.count; ++i) {
      std::memcpy(&table[i], image.data() + section.offset + std::uint64_t{section.row_size} * i,
                  section.row_size);
    }
  });
  return lay_out(tables);
}

/// The pack over a whole image that has been checked or was just laid out.
[[nodiscard]] inline pack pack_over(std::shared_ptr<const void> owner,
                                    std::span<const std::byte> image) {
  return {std::move(owner), views_of(image), image.subspan(sizeof(image_prefix))};
}

/// What is wrong with the version; nothing when this engine can read it.
[[nodiscard]] inline std::optional<error> check_version(const image_prefix& prefix) {
  if (prefix.layout == image_layout && prefix.minor <= image_minor) return std::nullopt;
  if (prefix.layout == wide_layout && prefix.minor <= wide_minor) return std::nullopt;
  const auto shown = [](std::uint32_t layout, std::uint32_t minor) {
    return std::to_string(layout) + '.' + std::to_string(minor);
  };
  const bool newer =
      prefix.layout > image_layout || (prefix.layout == image_layout && prefix.minor > image_minor);
  return error{"image.version",
               "the image has layout " + shown(prefix.layout, prefix.minor) +
                   ", this parley reads " + shown(wide_layout, 0) + " to " +
                   shown(image_layout, image_minor) +
                   (newer ? "; use a newer parley, or compile the pack again with this one"
                          : "; compile the pack again")};
}

/// Whether the section table of an image fits `shape`, the tables of its layout. With `exact`, rows
/// have their present sizes and no table is missing.
template <typename Tables>
[[nodiscard]] bool check_sections(std::span<const std::byte> image, const Tables& shape,
                                  bool exact) {
  image_prefix prefix;
  std::memcpy(&prefix, image.data(), sizeof prefix);
  std::uint32_t sections = 0;
  for_each_table(shape, [&](const auto&) { ++sections; });
  if (exact ? prefix.sections != sections : prefix.sections > sections || prefix.sections == 0) {
    return false;
  }
  std::uint64_t at = sizeof prefix + std::uint64_t{prefix.sections} * sizeof(section_row);
  if (at > image.size()) return false;
  bool good = true;
  std::uint32_t next = 0;
  for_each_table(shape, [&](const auto& table) {
    if (!good || next == prefix.sections) return;
    constexpr std::size_t row_size = sizeof(row_of<decltype(table)>);
    const section_row section = section_at(image, next++);
    good = section.offset == aligned(at) && section.row_size != 0 &&
           (exact ? section.row_size == row_size
                  : section.row_size <= row_size && 2 * section.row_size >= row_size);
    at = section.offset + std::uint64_t{section.row_size} * section.count;
    good = good && at <= image.size();
  });
  return good && aligned(at) == image.size();
}

/// What is wrong with prefix, section table or checksum; nothing when all is well.
[[nodiscard]] inline std::optional<error> check_frame(std::span<const std::byte> image) {
  image_prefix prefix;
  if (image.size() < sizeof prefix) return error{"image.truncated", "the image is too short"};
  std::memcpy(&prefix, image.data(), sizeof prefix);
  if (prefix.magic != image_magic) return error{"image.magic", "this is no pack image"};
  if (auto failure = check_version(prefix)) return failure;
  const bool wide = prefix.layout == wide_layout;
  if (prefix.size > image.size()) return error{"image.truncated", "the image is cut short"};
  if (prefix.size != image.size() || prefix.size % sizeof(image_cell) != 0 ||
      prefix.size > image_bytes_most || (wide && prefix.checksum != 0) ||
      (!wide && prefix.digest != decltype(prefix.digest){})) {
    return error{"image.layout", "the image has a wrong size"};
  }
  if (wide ? prefix.digest != sha256(image.subspan(sizeof prefix))
           : prefix.checksum != checksum_of(image)) {
    return error{"image.checksum", "the image is damaged: its checksum doesn't match"};
  }
  const bool fits = wide ? check_sections(image, tables_of<column_vector>(), false)
                         : check_sections(image, table_views(), prefix.minor == image_minor);
  if (!fits) return error{"image.layout", "the section table of the image is wrong"};
  return std::nullopt;
}

}  // namespace detail
}  // namespace graph

/// The image of a pack. `pack_from_image` on these bytes gives an equal pack with the same digest,
/// unless the pack came from an image of an older minor version: this one has the present version.
[[nodiscard]] inline std::vector<std::byte> image_of(const pack& p) {
  const auto block = graph::detail::lay_out(p.tables());
  const auto bytes = graph::detail::bytes_of(*block);
  return {bytes.begin(), bytes.end()};
}

/// The pack of an image that stays where it is: `owner` keeps `image` alive and unchanged (a mapped
/// file, say) for as long as a copy of the pack lives. Precondition: `image` starts at a multiple
/// of 16. Checks everything that the engine relies on; takes time linear in the size. Only an image
/// of an older minor version is copied.
[[nodiscard]] inline result<pack> pack_over_image(std::shared_ptr<const void> owner,
                                                  std::span<const std::byte> image) {
  if (auto failure = graph::detail::check_frame(image)) return *std::move(failure);
  graph::image_prefix prefix;
  std::memcpy(&prefix, image.data(), sizeof prefix);
  const bool wide = prefix.layout == graph::wide_layout;
  if (wide || prefix.minor != graph::image_minor) {
    namespace inner = graph::detail;
    const auto block = wide ? inner::widened<graph::tables_of<graph::column_vector>>(image)
                            : inner::widened<graph::tables_of<inner::stored_column>>(image);
    const graph::table_views views = inner::views_of(inner::bytes_of(*block));
    if (auto failure = graph::verify(views)) return *std::move(failure);
    return pack(block, views,
                hex_text(wide ? prefix.digest : sha256(image.subspan(sizeof prefix))));
  }
  if (auto failure = graph::verify(graph::detail::views_of(image))) return *std::move(failure);
  return graph::detail::pack_over(std::move(owner), image);
}

/// The pack of an image, copied. The bytes may stand anywhere and may be anything: what isn't a
/// sound image is refused with `image.magic`, `image.version`, `image.truncated`, `image.layout`,
/// `image.checksum` or `image.content`.
[[nodiscard]] inline result<pack> pack_from_image(std::span<const std::byte> image) {
  if (image.size() > graph::image_bytes_most) {
    return error{"image.layout", "the image is larger than 1 GiB"};
  }
  const auto cells =
      (image.size() + sizeof(graph::detail::image_cell) - 1) / sizeof(graph::detail::image_cell);
  auto block = std::make_shared<std::vector<graph::detail::image_cell>>(cells);
  if (!image.empty()) std::memcpy(block->data(), image.data(), image.size());
  const auto copy = graph::detail::bytes_of(*block).first(image.size());
  return pack_over_image(std::move(block), copy);
}

}  // namespace parley
