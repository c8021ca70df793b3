// Sessions as JSON. One list of fields serves writing and reading, so the two can't drift apart.
#include <fmt/format.h>

#include <algorithm>
#include <concepts>
#include <iterator>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "facts_io/codes.hpp"
#include "parley/base/sha256.hpp"
#include "parley/base/utf8.hpp"
#include "parley/base/utf8_code.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/facts/time_text.hpp"
#include "yaml/reader.hpp"
#include "yaml/scalar.hpp"

namespace parley {

namespace {

using namespace facts_io;
using yaml::node_kind;
using yaml::scalar_style;

/// Visits the fields of a value in the order of the text. `v` writes or reads; see `writer` and
/// `reader`.
template <typename Visitor>
void fields(Visitor& v, term_item& item) {
  v.field("offer", item.offer);
  v.optional("parameter", item.has_parameter, item.parameter);
}

template <typename Visitor>
void fields(Visitor& v, terms& t) {
  v.field("id", t.id);
  v.field("revision", t.revision);
  v.field("intent", t.intent);
  v.field("items", t.items);
  v.field("subtotal", t.subtotal);
  v.field("discount", t.discount);
  v.field("shipping", t.shipping);
  v.field("shipping_discount", t.shipping_discount);
  v.field("total", t.total);
  v.field("concession", t.concession);
  v.field("worth", t.worth);
  v.field("made", t.made);
  v.field("expires", t.expires);
  v.field("cart", t.cart_hash);
  v.field("pack", t.pack_digest);
  v.field("voids", t.voids_mark);
  v.field("obligations", t.obligations);
  v.field("reserve", t.reserve);
  v.field("may_be_voided", t.may_be_voided);
}

template <typename Visitor>
void fields(Visitor& v, session& s) {
  v.field("version", s.version);
  v.field("id", s.id);
  v.field("pack", s.pack_digest);
  v.field("cart", s.cart_hash);
  v.field("customer", s.customer);
  v.field("intent", s.intent);
  v.field("revision", s.revision);
  v.field("round", s.round);
  v.field("answered", s.answered);
  bool offered = s.step != no_index;
  v.optional("step", offered, s.step);
  if (!offered) s.step = no_index;
  v.field("granted", s.granted);
  v.field("tried", s.tried);
  v.field("ended", s.ended);
  v.field("closed", s.closed);
  v.optional("best_ask", s.has_best_ask, s.best_ask);
  v.field("silent", s.silent);
  v.field("fired", s.fired);
  v.field("offers_made", s.offers_made);
  bool standing = s.standing.has_value();
  terms held = standing ? *s.standing : terms{};
  v.optional("standing", standing, held);
  s.standing = standing ? std::optional(std::move(held)) : std::nullopt;
}

/// The code point at `at` of a UTF-8 text and its length; a broken byte counts as U+FFFD.
std::pair<std::uint32_t, std::size_t> code_point(std::string_view text, std::size_t at) noexcept {
  const std::string_view rest = text.substr(at);
  const std::size_t size = utf8_sequence(rest);
  if (size == 0) return {0xFFFD, 1};
  return {utf8_code(rest.substr(0, size)), size};
}

class writer {
 public:
  explicit writer(std::string& out) : out_(out) {}

  template <typename T>
  void field(std::string_view key, T& content) {
    name(key);
    put(content);
  }
  template <typename T>
  void optional(std::string_view key, bool& there, T& content) {
    if (there) field(key, content);
  }
  void name(std::string_view key) {
    if (out_.back() != '{') out_ += ',';
    fmt::format_to(std::back_inserter(out_), "\"{}\":", key);
  }
  void put(const std::string& text) {
    out_ += '"';
    for (std::size_t i = 0; i < text.size();) {
      const auto [code, size] = code_point(text, i);
      i += size;
      const auto sink = std::back_inserter(out_);
      if (code == '"' || code == '\\') {
        out_ += '\\';
        out_ += static_cast<char>(code);
      } else if (code >= 0x20 && code < 0x7F) {
        out_ += static_cast<char>(code);
      } else if (code < 0x10000) {
        fmt::format_to(sink, "\\u{:04x}", code);
      } else {
        fmt::format_to(sink, "\\u{:04x}\\u{:04x}", 0xD800 + ((code - 0x10000) >> 10),
                       0xDC00 + ((code - 0x10000) & 0x3FFU));
      }
    }
    out_ += '"';
  }
  void put(bool flag) { out_ += flag ? "true" : "false"; }
  template <typename T>
  requires std::integral<T> &&(!std::same_as<T, bool>)void put(T number) {
    fmt::format_to(std::back_inserter(out_), "{}", number);
  }
  void put(timestamp at) { put(print(at)); }
  void put(const hash_text& hash) { put(hash.text()); }
  template <typename T>
  void put(std::vector<T>& items) {
    out_ += '[';
    bool first = true;
    for (T& item : items) {
      if (!std::exchange(first, false)) out_ += ',';
      put(item);
    }
    out_ += ']';
  }
  void put(term_item& item) { object(item); }
  void put(terms& t) { object(t); }
  template <typename T>
  void object(T& content) {
    out_ += '{';
    fields(*this, content);
    out_ += '}';
  }

 private:
  std::string& out_;
};

class reader {
 public:
  reader(const yaml::document& d, const yaml::node& mapping, diagnostics& found)
      : document_(d), mapping_(mapping), found_(found) {}

  template <typename T>
  void field(std::string_view key, T& content) {
    if (const yaml::node* n = find(key)) {
      get(*n, key, content);
    } else {
      fail(mapping_, fmt::format("the session has no `{}`", key));
    }
  }
  template <typename T>
  void optional(std::string_view key, bool& there, T& content) {
    const yaml::node* n = find(key);
    there = n != nullptr;
    if (there) get(*n, key, content);
  }
  /// Everything that stands there must have been asked for.
  void finish(std::string_view also = {}) {
    const auto entries = document_.children_of(mapping_);
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      const yaml::node& key = document_[entries[i]];
      if (key.text != also && std::find(asked_.begin(), asked_.end(), key.text) == asked_.end()) {
        fail(key, fmt::format("a session has no `{}`", key.text));
      }
    }
  }
  [[nodiscard]] const yaml::node* find(std::string_view key) {
    asked_.push_back(key);
    const auto entries = document_.children_of(mapping_);
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      if (document_[entries[i]].text == key) return &document_[entries[i + 1]];
    }
    return nullptr;
  }
  void fail(const yaml::node& n, std::string message) {
    found_.error(codes::bad_session, n.at, std::move(message),
                 "pass the session back exactly as it was given");
  }

 private:
  void wrong(const yaml::node& n, std::string_view key) {
    fail(n, fmt::format("`{}` can't be what stands here", key));
  }
  void get(const yaml::node& n, std::string_view key, std::string& to) {
    if (n.kind != node_kind::scalar || n.style != scalar_style::double_quoted) return wrong(n, key);
    to = n.text;
  }
  void get(const yaml::node& n, std::string_view key, bool& to) {
    const auto read = yaml::read_bool(n.text);
    if (n.kind != node_kind::scalar || n.style != scalar_style::plain || !read)
      return wrong(n, key);
    to = read.value();
  }
  template <typename T>
  requires std::integral<T> &&
      (!std::same_as<T, bool>)void get(const yaml::node& n, std::string_view key, T& to) {
    if (n.kind != node_kind::scalar || n.style != scalar_style::plain) return wrong(n, key);
    const auto into = [&](const auto& read) {
      if (!read || !std::in_range<T>(read.value())) return wrong(n, key);
      to = static_cast<T>(read.value());
    };
    if constexpr (std::is_signed_v<T>) {
      into(yaml::read_integer(n.text));
    } else {
      into(yaml::read_unsigned(n.text));
    }
  }
  void get(const yaml::node& n, std::string_view key, hash_text& to) {
    if (n.kind != node_kind::scalar || n.style != scalar_style::double_quoted) return wrong(n, key);
    to = hash_text(n.text);
    if (to.empty() && !n.text.empty()) wrong(n, key);
  }
  void get(const yaml::node& n, std::string_view key, timestamp& to) {
    const auto read = parse_timestamp(n.text);
    if (n.kind != node_kind::scalar || !read) return wrong(n, key);
    to = *read;
  }
  template <typename T>
  void get(const yaml::node& n, std::string_view key, std::vector<T>& to) {
    if (n.kind != node_kind::sequence) return wrong(n, key);
    for (const std::uint32_t child : document_.children_of(n)) {
      get(document_[child], key, to.emplace_back());
    }
  }
  void get(const yaml::node& n, std::string_view key, term_item& to) { object(n, key, to); }
  void get(const yaml::node& n, std::string_view key, terms& to) { object(n, key, to); }
  template <typename T>
  void object(const yaml::node& n, std::string_view key, T& to) {
    if (n.kind != node_kind::mapping) return wrong(n, key);
    reader inner(document_, n, found_);
    fields(inner, to);
    inner.finish();
  }

  const yaml::document& document_;
  const yaml::node& mapping_;
  diagnostics& found_;
  std::vector<std::string_view> asked_;
};

std::string seal_of(std::string_view body, std::string_view key, const session_mac& mac) {
  return hex_text(mac ? mac(key, body) : hmac_sha256(key, body));
}

}  // namespace

std::string write_session(const session& s, std::string_view key, const session_mac& mac) {
  session copy = s;
  std::string out;
  writer(out).object(copy);
  if (!key.empty()) {
    std::string seal = seal_of(out, key, mac);
    out.pop_back();
    writer w(out);
    w.field("seal", seal);
    out += '}';
  }
  return out;
}

std::optional<session> read_session(const source_set& sources, std::uint32_t file,
                                    const session_check& check, diagnostics& found) {
  const std::size_t errors = found.error_count();
  if (sources[file].text().size() > caps::session_bytes) {
    found.error(codes::bad_session, {file, 0, 0},
                fmt::format("the session has {} bytes, at most {} are read",
                            sources[file].text().size(), caps::session_bytes),
                "check that it is the right file");
    return std::nullopt;
  }
  const auto document = yaml::read(sources, file, found);
  if (!document) return std::nullopt;
  const yaml::node& root = (*document)[document->root];
  if (root.kind != node_kind::mapping) {
    found.error(codes::bad_session, root.at, "this is no session",
                "check that it is the right file");
    return std::nullopt;
  }
  reader in(*document, root, found);
  const yaml::node* version = in.find("version");
  if (version == nullptr || version->style != scalar_style::plain ||
      version->text != fmt::format("{}", session::current_version)) {
    found.error(codes::bad_session, version == nullptr ? root.at : version->at,
                fmt::format("the session isn't of version {}", session::current_version),
                "start a new session, or use the library that wrote it");
    return std::nullopt;
  }
  session made;
  fields(in, made);
  const yaml::node* seal = in.find("seal");
  in.finish("seal");
  if (found.error_count() != errors) return std::nullopt;
  if (!check.key.empty()) {
    const std::string expected = seal_of(write_session(made), check.key, check.mac);
    // Digests of both are compared, in a time that doesn't tell where they differ.
    if (seal == nullptr || !same_digest(sha256(seal->text), sha256(expected))) {
      found.error(
          codes::broken_seal, seal == nullptr ? root.at : seal->at,
          seal == nullptr ? "the session carries no seal" : "the seal doesn't fit the session",
          "use the session as the host stored it");
      return std::nullopt;
    }
  }
  if (made.revision < check.last_revision) {
    found.error(codes::old_session, root.at,
                fmt::format("the session has revision {}, but {} was seen already", made.revision,
                            check.last_revision),
                "use the latest session");
    return std::nullopt;
  }
  return made;
}

}  // namespace parley
