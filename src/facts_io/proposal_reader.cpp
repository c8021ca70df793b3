// Proposal files and `--offer` arguments.
#include <fmt/format.h>

#include <string>

#include "facts_io/codes.hpp"
#include "facts_io/input.hpp"
#include "facts_io/offer_reader.hpp"
#include "facts_io/read_nodes.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/read.hpp"
#include "yaml/reader.hpp"

namespace parley {

namespace {

using namespace facts_io;
using yaml::node_kind;

class proposal_texts final : public text_keeper {
 public:
  explicit proposal_texts(owned_proposal& to) : to_(to) {}
  std::string_view keep(std::string_view text) override { return to_.keep(text); }

 private:
  owned_proposal& to_;
};

}  // namespace

namespace facts_io {

std::optional<owned_proposal> read_proposal(const pack& p, const yaml::document& document,
                                            const read_options& options, diagnostics& found) {
  const std::size_t errors = found.error_count();
  input in(p, document, options, found);
  owned_proposal made;
  proposal_texts texts(made);
  const input::node& root = in.root();
  if (looks_like_another(in, "a proposal")) return std::nullopt;
  if (root.kind == node_kind::sequence) {
    read_offers(in, root, "a proposal", texts, made.content.offers);
  } else if (in.expect(root, node_kind::mapping, "a proposal")) {
    in.only(root, "key of a proposal", {"offers", "intent", "accept_partial"});
    if (const auto* offers = in.require(root, "offers", "a proposal")) {
      read_offers(in, *offers, "`offers`", texts, made.content.offers);
    }
    if (const auto* intent = in.find(root, "intent")) {
      if (const auto name = in.name(*intent, "`intent`")) made.content.intent = made.keep(*name);
    }
    if (const auto* partial = in.find(root, "accept_partial")) {
      made.content.accept_partial = in.boolean(*partial, "`accept_partial`").value_or(false);
    }
  }
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

}  // namespace facts_io

std::optional<owned_proposal> read_proposal(const pack& p, const source_set& sources,
                                            std::uint32_t file, const read_options& options,
                                            diagnostics& found) {
  const std::size_t errors = found.error_count();
  const auto document = yaml::read(sources, file, found, yaml::mending::values);
  if (!document) return std::nullopt;
  auto made = facts_io::read_proposal(p, *document, options, found);
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

bool parse_offer_argument(const pack& p, std::string_view argument, const read_options& options,
                          owned_proposal& to, diagnostics& found) {
  if (to.content.offers.size() >= caps::proposal_offers) {
    found.error(codes::too_many, {},
                fmt::format("a proposal names at most {} offers", caps::proposal_offers),
                "name fewer offers");
    return false;
  }
  const offer_text read = read_offer_text(p, options.minor_units, to.keep(argument));
  if (!read.fault.empty()) {
    found.error(codes::not_an_offer, {}, fmt::format("`{}`: {}", argument, read.fault),
                "write a name, or a name and a parameter: `HAGGLE=8%`");
    return false;
  }
  to.content.offers.push_back(read.offer);
  return true;
}

}  // namespace parley
