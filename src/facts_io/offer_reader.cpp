#include "facts_io/offer_reader.hpp"

#include <fmt/format.h>

#include <string>

#include "facts_io/codes.hpp"
#include "parley/base/limits.hpp"
#include "parley/money/currency.hpp"
#include "yaml/scalar.hpp"

namespace parley::facts_io {

namespace {

using yaml::node_kind;
using yaml::scalar_style;

constexpr std::string_view form = "write a name, or a name and a parameter: `HAGGLE=8%`";

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

/// A name is one word: nothing that could be mistaken for the rest of a sentence.
bool is_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > caps::name_bytes) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7F ||
        std::string_view("=,:;{}[]()\"'`").find(c) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

class one_offer {
 public:
  one_offer(input& in, std::string_view what, text_keeper& texts)
      : in_(in), what_(what), texts_(texts) {}

  std::optional<proposed_offer> from_text(const input::node& n) {
    const auto text = in_.name(n, what_);
    if (!text) return std::nullopt;
    const offer_text read = read_offer_text(in_.pack(), in_.options().minor_units, *text);
    if (!read.fault.empty()) return refuse(n, read.fault);
    return kept(read.offer);
  }

  std::optional<proposed_offer> from_pair(const input::node& key, const input::node* parameter) {
    proposed_offer made;
    made.name = key.text;
    if (!is_name(made.name)) return refuse(key, "this is no offer name");
    // `true` says that the offer is wanted as it is.
    const bool bare = parameter == nullptr ||
                      (parameter->kind == node_kind::scalar &&
                       parameter->style == scalar_style::plain && parameter->text == "true");
    if (!bare) {
      if (parameter->kind != node_kind::scalar ||
          !read_parameter(in_.pack(), in_.options().minor_units, parameter->text, made)) {
        return refuse(*parameter, "this is no parameter");
      }
    }
    return kept(made);
  }

  std::optional<proposed_offer> from_mapping(const input::node& n) {
    const input::node* name = in_.find(n, "offer");
    if (name == nullptr && n.count == 2 && in_.find(n, "parameter") == nullptr) {
      return from_pair(in_.at(in_.children(n)[0]), &in_.at(in_.children(n)[1]));
    }
    in_.only(n, "key of an offer", {"offer", "parameter"});
    name = in_.require(n, "offer", "this entry");
    if (name == nullptr || !in_.name(*name, "`offer`")) return std::nullopt;
    return from_pair(*name, in_.find(n, "parameter"));
  }

 private:
  std::optional<proposed_offer> refuse(const input::node& n, std::string_view fault) {
    in_.fail(codes::not_an_offer, n, fmt::format("{}: {}", what_, fault), std::string(form));
    return std::nullopt;
  }

  proposed_offer kept(proposed_offer made) {
    made.name = texts_.keep(made.name);
    return made;
  }

  input& in_;
  std::string_view what_;
  text_keeper& texts_;
};

}  // namespace

bool read_parameter(const pack& p, bool minor_units, std::string_view text, proposed_offer& to) {
  text = trimmed(text);
  const graph::index which = p.offer_named(to.name);
  const graph::unit unit =
      which == no_index ? graph::unit::none : p.tables().offers[which].effect.unit;
  to.has_parameter = true;
  to.unit_mismatch = true;
  const auto fits = [&](std::optional<std::int64_t> amount) {
    if (amount) {
      to.parameter = *amount;
      to.unit_mismatch = false;
    }
    return true;
  };
  if (const auto share = parse_percent(text)) {
    // An offer without a parameter, or an unknown one, keeps whatever was said: it is denied
    // anyway.
    if (unit == graph::unit::share || unit == graph::unit::none)
      return fits(share->scaled_exactly(8));
    return true;
  }
  const split_money parts = split_currency(text);
  if (!yaml::read_decimal_text(parts.number)) return false;
  const auto number = decimal::parse(parts.number);
  if (!number) return true;
  const bool own =
      parts.currency.empty() || parts.currency == name_of_currency(p.header().currency);
  if (unit == graph::unit::count || unit == graph::unit::none) {
    return parts.currency.empty() ? fits(number->scaled_exactly(0)) : true;
  }
  if (unit == graph::unit::money && own) {
    return fits(number->scaled_exactly(
        minor_units && parts.currency.empty() ? 0 : static_cast<int>(p.header().currency_digits)));
  }
  return true;
}

offer_text read_offer_text(const pack& p, bool minor_units, std::string_view text) {
  text = trimmed(text);
  const std::size_t end = text.find_first_of("= \t");
  offer_text made;
  made.offer.name = text.substr(0, end);
  if (!is_name(made.offer.name)) {
    made.fault = "this is no offer name";
    return made;
  }
  if (end == std::string_view::npos) return made;
  std::string_view rest = trimmed(text.substr(end));
  if (rest.starts_with('=')) rest = trimmed(rest.substr(1));
  if (!read_parameter(p, minor_units, rest, made.offer)) made.fault = "this is no parameter";
  return made;
}

void read_offers(input& in, const input::node& n, std::string_view what, text_keeper& texts,
                 std::vector<proposed_offer>& to) {
  if (n.kind == node_kind::scalar) {
    in.expect(n, node_kind::sequence, what);
    return;
  }
  const bool mapping = n.kind == node_kind::mapping;
  const std::size_t count = mapping ? n.count / 2 : n.count;
  if (count > caps::proposal_offers) {
    in.fail(codes::too_many, n,
            fmt::format("{} names {} offers, at most {} are allowed", what, count,
                        caps::proposal_offers),
            "name fewer offers");
    return;
  }
  one_offer reader(in, "an offer", texts);
  const auto nodes = in.children(n);
  for (std::size_t i = 0; i < nodes.size(); i += mapping ? 2 : 1) {
    const input::node& item = in.at(nodes[i]);
    std::optional<proposed_offer> made;
    if (mapping) {
      made = reader.from_pair(item, &in.at(nodes[i + 1]));
    } else if (item.kind == node_kind::mapping) {
      made = reader.from_mapping(item);
    } else {
      made = reader.from_text(item);
    }
    if (made) to.push_back(*made);
  }
}

}  // namespace parley::facts_io
