// The sections `classes:`, `selectors:` and `offers:`.
#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/amount_text.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"
#include "syntax/sentences.hpp"

namespace parley::syntax {
namespace {

constexpr std::string_view offer_keys[] = {"give",   "class",   "when",       "rank",   "basis",
                                           "stage",  "cost",    "worth",      "repeat", "consume",
                                           "favour", "because", "obligations"};

std::optional<std::int32_t> rank_of(node_reader& in, const yaml::node& node) {
  if (!in.scalar(node, "`rank`")) return std::nullopt;
  const bool negative = node.text.starts_with('-');
  const auto value = read_whole(std::string_view(node.text).substr(negative ? 1 : 0));
  if (value && *value <= 1'000'000) {
    const auto rank = static_cast<std::int32_t>(*value);
    return negative ? -rank : rank;
  }
  in.wrong(codes::wrong_scalar, node.at,
           fmt::format("`rank` is a whole number, not `{}`", node.text),
           "lower ranks apply first; the default is 0");
  return std::nullopt;
}

/// Reads the keys besides `give`. An offer that is wrong in one of them still stands for its name.
class offer_keys_reader {
 public:
  offer_keys_reader(node_reader& in, const std::vector<entry>& entries, offer_decl& offer)
      : in_(in), entries_(entries), offer_(offer) {}

  void run() {
    in_.only(entries_, "an offer", offer_keys);
    classes();
    if (const auto* n = find(entries_, "when")) offer_.when = in_.when(*n, "`when`");
    if (const auto* n = find(entries_, "cost")) cost(*n);
    if (const auto* n = find(entries_, "worth")) worth(*n);
    if (const auto* n = find(entries_, "rank")) offer_.rank = rank_of(in_, *n);
    if (const auto* n = find(entries_, "because")) {
      if (auto text = in_.text(*n, "`because`")) offer_.because = *text;
    }
    if (const auto* n = find(entries_, "repeat")) {
      const auto count = in_.whole(*n, "`repeat`", 1, caps::proposal_offers);
      offer_.repeat = static_cast<std::uint32_t>(count.value_or(1));
    }
    if (const auto* n = find(entries_, "obligations"))
      offer_.obligations = parse_obligations(in_, *n);
    choices();
  }

 private:
  void classes() {
    const yaml::node* node = find(entries_, "class");
    if (node == nullptr) return;
    if (node->kind == yaml::node_kind::sequence && in_.elements(*node).empty()) {
      in_.wrong(codes::wrong_scalar, node->at, "`class` names no class",
                "name one, or drop the key");
    }
    for (const yaml::node* element : in_.elements(*node)) {
      if (auto label = in_.scalar(*element, "a class") ? class_name(in_, *element) : std::nullopt) {
        offer_.classes.push_back(std::move(*label));
      } else {
        in_.drop(*element, broken_name::kind::offer_class);
      }
    }
  }

  /// `0.05`, `0.05 each`, `1.00 per 100`, `3.00 in all`: the pieces it is of, 0 for all.
  std::optional<std::uint32_t> counted(const yaml::node& node, std::string_view key,
                                       std::optional<amount>& to) {
    if (!in_.scalar(node, fmt::format("`{}`", key))) return std::nullopt;
    yaml::node sum = node;
    const std::string_view text = node.text;
    const std::size_t blank = std::min(text.find(' '), text.size());
    std::string_view rest = text.substr(blank);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    sum.text = std::string(text.substr(0, blank));
    to = in_.money(sum, fmt::format("`{}`", key));
    if (rest.empty() || rest == "each") return 1;
    if (rest == "in all") return 0;
    const auto count = rest.starts_with("per ") ? read_count(rest.substr(4)) : std::nullopt;
    if (count && *count >= 1 && *count <= caps::quantity) return *count;
    in_.wrong(codes::wrong_scalar, node.at, fmt::format("`{}` isn't a {}", text, key),
              "write `4.00`; of a counted concession `0.05 each`, `1.00 per 100` or `3.00 in all`");
    return std::nullopt;
  }

  void cost(const yaml::node& node) {
    if (const auto pieces = counted(node, "cost", offer_.cost)) offer_.cost_per = *pieces;
  }

  /// Of as many pieces as the cost; saying so again is fine.
  void worth(const yaml::node& node) {
    const auto pieces = counted(node, "worth", offer_.worth);
    if (!pieces || *pieces == offer_.cost_per || node.text.find(' ') == std::string::npos) return;
    in_.wrong(codes::wrong_scalar, node.at,
              fmt::format("`{}` isn't of as many pieces as the cost", node.text),
              "say `cost:` and `worth:` of the same number of pieces");
  }

  void choices() {
    static constexpr std::string_view bases[] = {"running", "list", "stage"};
    static constexpr std::string_view stages[] = {"item", "order", "shipping"};
    static constexpr std::string_view consumes[] = {"once", "shared"};
    static constexpr std::string_view favours[] = {"customer", "merchant"};
    if (const auto chosen = choice("basis", bases)) {
      offer_.basis = *chosen == 0   ? offer_decl::basis::running
                     : *chosen == 1 ? offer_decl::basis::list
                                    : offer_decl::basis::stage;
    }
    if (const auto chosen = choice("stage", stages)) {
      offer_.stage = *chosen == 0   ? offer_decl::stage::item
                     : *chosen == 1 ? offer_decl::stage::order
                                    : offer_decl::stage::shipping;
    }
    offer_.consume_shared = choice("consume", consumes) == std::size_t{1};
    offer_.favour_merchant = choice("favour", favours) == std::size_t{1};
  }

  std::optional<std::size_t> choice(std::string_view key,
                                    std::span<const std::string_view> options) {
    const yaml::node* node = find(entries_, key);
    if (node == nullptr) return std::nullopt;
    return in_.one_of(*node, fmt::format("`{}`", key), options);
  }

 public:
  /// Classes may be called `order`, `item` or `shipping`: they are always written after `class`.
  static std::optional<name> class_name(node_reader& in, const yaml::node& node) {
    if (!in.name_fits(node, "the name of a class")) return std::nullopt;
    if (is_name(node.text)) return node_reader::name_of(node);
    in.wrong(codes::wrong_name, node.at, fmt::format("`{}` isn't a name", node.text),
             "names have letters, digits, `_`, `-` and `.`, and start with a letter or `_`");
    return std::nullopt;
  }

 private:
  node_reader& in_;
  const std::vector<entry>& entries_;
  offer_decl& offer_;
};

std::optional<effect> parse_give(node_reader& in, const yaml::node& node) {
  if (node.kind == yaml::node_kind::mapping) return parse_long_effect(in, node);
  if (!in.scalar(node, "`give`")) return std::nullopt;
  return parse_effect(node_reader::phrase_of(node), in.found);
}

std::optional<offer_decl> parse_offer(node_reader& in, const entry& e) {
  offer_decl offer;
  offer.name = node_reader::name_of(*e.key);
  bool sound = in.rule_name(*e.key, "the name of an offer").has_value();
  std::optional<effect> give;
  if (e.value->kind == yaml::node_kind::scalar) {
    give = parse_give(in, *e.value);
  } else {
    const auto entries = in.entries(*e.value, "an offer");
    if (!entries) return std::nullopt;
    offer_keys_reader(in, *entries, offer).run();
    if (const yaml::node* node = find(*entries, "give")) {
      give = parse_give(in, *node);
    } else {
      in.wrong(codes::missing_key, e.key->at, fmt::format("offer `{}` gives nothing", e.key->text),
               "write `give:` with an effect, such as `give: 10% off order`");
    }
  }
  if (!sound || !give) {
    in.orphan(std::move(offer.when), orphan_condition::place::offer);
    return std::nullopt;
  }
  offer.effect = std::move(*give);
  return offer;
}

}  // namespace

void parse_offers(node_reader& in, const yaml::node& node) {
  const auto entries = in.entries(node, "`offers`");
  if (!entries) return;
  for (const entry& e : *entries) {
    if (auto offer = parse_offer(in, e)) {
      in.into.offers.push_back(std::move(*offer));
    } else {
      in.drop(*e.key, broken_name::kind::offer);
      // Its classes exist all the same: rules about them are not at fault.
      const yaml::node* label = nullptr;
      if (e.value->kind == yaml::node_kind::mapping) {
        const auto keys = in.entries(*e.value, "an offer");
        label = find(*keys, "class");
      }
      if (label != nullptr) {
        for (const yaml::node* element : in.elements(*label))
          in.drop(*element, broken_name::kind::offer_class);
      }
    }
  }
  if (in.into.offers.size() > caps::offers) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} offers; at most {}", in.into.offers.size(), caps::offers),
             "split the pack");
  }
}

void parse_classes(node_reader& in, const yaml::node& node) {
  for (const yaml::node* element : in.elements(node)) {
    if (!in.scalar(*element, "a class")) continue;
    if (auto label = offer_keys_reader::class_name(in, *element)) {
      in.into.classes.push_back(std::move(*label));
    } else {
      in.drop(*element, broken_name::kind::offer_class);
    }
  }
  if (in.into.classes.size() > caps::classes) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} classes; at most {}", in.into.classes.size(), caps::classes),
             "drop some");
  }
}

void parse_selectors(node_reader& in, const yaml::node& node) {
  const auto entries = in.entries(node, "`selectors`");
  if (!entries) return;
  for (const entry& e : *entries) {
    const auto label = in.rule_name(*e.key, "the name of a selector");
    auto when = in.when(*e.value, "a selector");
    if (label && when) {
      in.into.selectors.push_back({*label, std::move(*when)});
    } else {
      in.drop(*e.key, broken_name::kind::selector);
      in.orphan(std::move(when), orphan_condition::place::line);
    }
  }
  if (in.into.selectors.size() > caps::selectors) {
    in.wrong(codes::too_many, node.at,
             fmt::format("{} selectors; at most {}", in.into.selectors.size(), caps::selectors),
             "drop some");
  }
}

std::optional<effect> parse_long_effect(node_reader& in, const yaml::node& node) {
  static constexpr std::string_view give_keys[] = {"tiers"};
  static constexpr std::string_view tier_keys[] = {"by", "of", "steps", "give"};
  static constexpr std::string_view measures[] = {"quantity", "spend", "lines", "step",
                                                  "spend step"};
  static constexpr std::string_view gifts[] = {"off", "each", "price"};
  const auto outer = in.entries(node, "`give`");
  if (!outer || !in.only(*outer, "`give`", give_keys)) return std::nullopt;
  const yaml::node* tiers_node = find(*outer, "tiers");
  if (tiers_node == nullptr) {
    in.wrong(codes::missing_key, node.at, "`give` is empty", "write a sentence, or `tiers:`");
    return std::nullopt;
  }
  const auto entries = in.entries(*tiers_node, "`tiers`");
  if (!entries || !in.only(*entries, "`tiers`", tier_keys)) return std::nullopt;
  // The long form is written as the sentence and parsed as such, so that both mean the same.
  const yaml::node* of = find(*entries, "of");
  const yaml::node* steps_node = find(*entries, "steps");
  if (of == nullptr || steps_node == nullptr) {
    in.wrong(codes::missing_key, tiers_node->at,
             fmt::format("`tiers` has no `{}`", of == nullptr ? "of" : "steps"),
             "write `tiers: {by: quantity, of: tea, steps: {3: 5%, 10: 10%}}`");
    return std::nullopt;
  }
  const auto steps = in.entries(*steps_node, "`steps`");
  if (!steps || !in.scalar(*of, "`of`")) return std::nullopt;
  std::size_t gives = 0;
  if (const yaml::node* give = find(*entries, "give")) {
    const auto chosen = in.one_of(*give, "`give`", gifts);
    if (!chosen) return std::nullopt;
    gives = *chosen;
  }
  if (!parse_target(node_reader::phrase_of(*of), in.found)) return std::nullopt;
  std::string sentence;
  for (const entry& step : *steps) {
    if (!in.scalar(*step.value, "a step")) return std::nullopt;
    for (const yaml::node* n : {step.key, step.value}) {
      // What is wrong with a range is told of the sentence.
      if (n == step.value && n->text.find("..") != std::string::npos) continue;
      if (!parse_amount(node_reader::phrase_of(*n), in.found)) return std::nullopt;
    }
    sentence += fmt::format("{}{}{} from {}", sentence.empty() ? "" : ", ", step.value->text,
                            gives == 0 ? "" : " each", step.key->text);
  }
  sentence = gives == 2 ? fmt::format("{} at {}", of->text, sentence)
                        : fmt::format("{} off {}", sentence, of->text);
  if (const yaml::node* by = find(*entries, "by")) {
    const auto chosen = in.one_of(*by, "`by`", measures);
    if (!chosen) return std::nullopt;
    sentence += fmt::format(" by {}", measures[*chosen]);
  }
  return parse_effect({sentence, node.at, false}, in.found);
}

}  // namespace parley::syntax
