// Ask files: what a shopper wants in one message.
#include <fmt/format.h>

#include <string>

#include "facts_io/codes.hpp"
#include "facts_io/input.hpp"
#include "facts_io/offer_reader.hpp"
#include "facts_io/read_nodes.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/read_negotiation.hpp"
#include "parley/money/currency.hpp"
#include "yaml/reader.hpp"

namespace parley {

namespace {

using namespace facts_io;
using yaml::node_kind;
using yaml::scalar_style;

class ask_reader final : public text_keeper {
 public:
  ask_reader(input& in, owned_ask& to) : in_(in), to_(to) {}

  std::string_view keep(std::string_view text) override { return to_.keep(text); }

  void read() {
    const input::node& root = in_.root();
    if (!in_.expect(root, node_kind::mapping, "an ask")) return;
    in_.only(root, "key of an ask",
             {"want", "target_total", "target_percent", "budget", "competitor_price", "more",
              "accept", "reject", "give", "intent", "accept_partial"});
    ask& made = to_.content;
    if (const auto* want = in_.find(root, "want")) {
      if (want->kind == node_kind::scalar) {
        one(*want);
      } else {
        read_offers(in_, *want, "`want`", *this, made.want);
      }
    }
    amount(root, "target_total", made.target_total);
    amount(root, "budget", made.budget);
    amount(root, "competitor_price", made.competitor_price);
    if (const auto* percent = in_.find(root, "target_percent")) {
      if (const auto share = in_.percent(*percent, "`target_percent`")) {
        made.target_percent = share->scaled_exactly(8);
        if (!made.target_percent) {
          in_.fail(codes::bad_ask, *percent, "`target_percent` has more than six decimals",
                   "round it");
        }
      }
    }
    flag(root, "more", made.more);
    flag(root, "reject", made.reject);
    flag(root, "accept_partial", made.accept_partial);
    if (const auto* accept = in_.find(root, "accept")) {
      if (accept->kind == node_kind::scalar && accept->style == scalar_style::plain &&
          (accept->text == "true" || accept->text == "false")) {
        made.accept = accept->text == "true";
      } else if (const auto id = in_.name(*accept, "`accept`")) {
        made.accept = true;
        made.offer = keep(*id);
      }
    }
    if (const auto* intent = in_.find(root, "intent")) {
      if (const auto name = in_.name(*intent, "`intent`")) made.intent = keep(*name);
    }
    if (const auto* give = in_.find(root, "give")) triggers(*give);
    if (made.accept && made.reject) {
      in_.fail(codes::bad_ask, root, "an ask can't accept and reject at once",
               "say one of the two");
    }
  }

 private:
  void one(const input::node& n) {
    const auto text = in_.name(n, "`want`");
    if (!text) return;
    offer_text read = read_offer_text(in_.pack(), in_.options().minor_units, *text);
    if (!read.fault.empty()) {
      in_.fail(codes::not_an_offer, n, fmt::format("`want`: {}", read.fault),
               "write a name, or a name and a parameter: `HAGGLE=8%`");
      return;
    }
    read.offer.name = keep(read.offer.name);
    to_.content.want.push_back(read.offer);
  }

  void flag(const input::node& root, std::string_view key, bool& to) {
    if (const auto* n = in_.find(root, key)) {
      to = in_.boolean(*n, fmt::format("`{}`", key)).value_or(false);
    }
  }

  void amount(const input::node& root, std::string_view key, std::optional<std::int64_t>& to) {
    const auto* n = in_.find(root, key);
    if (n == nullptr) return;
    if (n->kind == node_kind::scalar) {
      const std::string_view currency = split_currency(n->text).currency;
      if (!currency.empty() && currency != name_of_currency(in_.pack().header().currency) &&
          decimal::parse(split_currency(n->text).number)) {
        to_.content.foreign_currency = true;
        return;
      }
    }
    to = in_.money(*n, fmt::format("`{}`", key), -caps::cart_total, caps::cart_total);
  }

  void triggers(const input::node& n) {
    if (n.kind == node_kind::scalar) {
      if (const auto name = in_.name(n, "`give`")) to_.content.give.push_back(keep(*name));
      return;
    }
    if (!in_.expect(n, node_kind::sequence, "`give`")) return;
    if (n.count > caps::proposal_offers) {
      in_.fail(codes::too_many, n,
               fmt::format("`give` has {} entries, at most {} are allowed", n.count,
                           caps::proposal_offers),
               "name fewer");
      return;
    }
    for (const std::uint32_t child : in_.children(n)) {
      if (const auto name = in_.name(in_.at(child), "a trigger")) {
        to_.content.give.push_back(keep(*name));
      }
    }
  }

  input& in_;
  owned_ask& to_;
};

}  // namespace

namespace facts_io {

std::optional<owned_ask> read_ask(const pack& p, const yaml::document& document,
                                  const read_options& options, diagnostics& found) {
  const std::size_t errors = found.error_count();
  input in(p, document, options, found);
  owned_ask made;
  ask_reader(in, made).read();
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

}  // namespace facts_io

std::optional<owned_ask> read_ask(const pack& p, const source_set& sources, std::uint32_t file,
                                  const read_options& options, diagnostics& found) {
  const std::size_t errors = found.error_count();
  const auto document = yaml::read(sources, file, found, yaml::mending::values);
  if (!document) return std::nullopt;
  auto made = facts_io::read_ask(p, *document, options, found);
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

}  // namespace parley
