// Facts files: everything the host knows in one request.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "facts_io/cart_reader.hpp"
#include "facts_io/codes.hpp"
#include "facts_io/fact_flattener.hpp"
#include "facts_io/input.hpp"
#include "facts_io/read_nodes.hpp"
#include "parley/base/did_you_mean.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/read.hpp"
#include "yaml/reader.hpp"

namespace parley {

namespace {

using namespace facts_io;
using yaml::node_kind;

class facts_reader final : public fact_target {
 public:
  facts_reader(input& in, fact_set& to) : in_(in), to_(to), schema_(to.schema()) {}

  void read() {
    const input::node& root = in_.root();
    if (!in_.expect(root, node_kind::mapping, "a facts file")) return;
    if (to_.schema().fact_named("pack") == no_index && looks_like_another(in_, "a facts file"))
      return;
    std::vector<std::string_view> names;
    for (std::uint32_t i = 0; i < schema_.facts(); ++i) {
      names.push_back(schema_.text(schema_.fact(i).name));
    }
    fact_flattener(in_, to_, "fact", std::move(names),
                   {"now", "cart", "counters", "approvals", "session", "customer.key"})
        .read(root, *this);
  }

  std::uint32_t named(std::string_view name) const override { return schema_.fact_named(name); }
  const fact_row& row(std::uint32_t which) const override { return schema_.fact(which); }

  void put(std::uint32_t which, const input::node&, const reading& made) override {
    if (made.state == fact_state::known) {
      to_.set(which, made.content);
    } else {
      to_.set_state(which, made.state);
    }
    if (made.as_of) to_.set_as_of(which, *made.as_of);
  }

  bool special(std::string_view name, const input::node& n) override {
    if (name == "now") {
      if (const auto at = in_.time(n, "`now`")) to_.set_now(*at);
    } else if (name == "cart") {
      read_cart(in_, n, to_);
    } else if (name == "counters") {
      counters(n);
    } else if (name == "approvals") {
      approvals(n);
    } else if (name == "session") {
      if (const auto id = in_.name(n, "`session`")) to_.set_session_id(to_.keep(*id));
    } else if (name == "customer.key") {
      if (read_state(in_, n, true)) return true;  // not told: stays missing
      if (const auto key = in_.name(n, "`customer.key`")) to_.set_customer_key(to_.keep(*key));
    } else {
      return false;
    }
    return true;
  }

 private:
  void counters(const input::node& n) {
    if (!in_.expect(n, node_kind::mapping, "`counters`")) return;
    const pack& p = in_.pack();
    const auto entries = in_.children(n);
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      const input::node& key = in_.at(entries[i]);
      const input::node& content = in_.at(entries[i + 1]);
      const graph::index which = p.counter_named(key.text);
      if (which == no_index) {
        if (!in_.options().ignore_unknown) unknown_counter(key);
        continue;
      }
      if (const auto state = read_state(in_, content, false)) {
        if (*state == fact_state::absent) {
          in_.fail(codes::wrong_type, content,
                   fmt::format("counter `{}` can't be absent", key.text),
                   "write 0 if nothing was counted yet");
        } else {
          to_.set_counter_state(which, *state);
        }
        continue;
      }
      const std::string name = fmt::format("counter `{}`", key.text);
      const auto read = p.tables().counters[which].is_money != 0
                            ? in_.money(content, name, 0, caps::cart_total)
                            : in_.integer(content, name, 0, caps::cart_total);
      if (read) to_.set_counter(which, *read);
    }
  }

  void unknown_counter(const input::node& key) {
    const pack& p = in_.pack();
    std::vector<std::string_view> known;
    for (const graph::counter_row& row : p.tables().counters) known.push_back(p.text(row.key));
    std::string help = in_.may_search() ? did_you_mean_help(key.text, known) : std::string();
    if (help.empty()) {
      constexpr std::size_t most = 12;
      const std::size_t shown = std::min(known.size(), most);
      help =
          known.empty()
              ? std::string("the pack counts nothing; leave it out")
              : fmt::format("known: `{}`{}",
                            fmt::join(known.begin(),
                                      known.begin() + static_cast<std::ptrdiff_t>(shown), "`, `"),
                            known.size() > shown ? ", ..." : "");
    }
    in_.fail(codes::unknown_counter, key, fmt::format("no limit counts `{}`", key.text),
             std::move(help));
  }

  void approvals(const input::node& n) {
    if (!in_.expect(n, node_kind::sequence, "`approvals`")) return;
    if (n.count > caps::approvals) {
      in_.fail(
          codes::too_many, n,
          fmt::format("there are {} approvals, at most {} are allowed", n.count, caps::approvals),
          "send those that concern this request");
      return;
    }
    for (const std::uint32_t child : in_.children(n)) {
      if (in_.expect(in_.at(child), node_kind::mapping, "an approval")) approve(in_.at(child));
    }
  }

  void approve(const input::node& n) {
    in_.only(n, "key of an approval",
             {"role", "limit", "customer", "session", "pack", "cart", "up_to", "until"});
    approval made;
    const auto text = [&](std::string_view key, bool needed) -> std::string_view {
      const input::node* content = needed ? in_.require(n, key, "an approval") : in_.find(n, key);
      if (content == nullptr) return {};
      const auto read = in_.name(*content, fmt::format("`{}`", key));
      return read ? to_.keep(*read) : std::string_view{};
    };
    made.role = text("role", true);
    made.limit = text("limit", true);
    made.customer = text("customer", false);
    made.session = text("session", false);
    made.pack_digest = text("pack", true);
    made.cart_hash = text("cart", true);
    if (in_.find(n, "customer") == nullptr && in_.find(n, "session") == nullptr) {
      in_.fail(codes::missing_key, n, "an approval has neither `customer` nor `session`",
               "name whom it was given for; the request of the escalated decision does");
    }
    if (const auto* until = in_.require(n, "until", "an approval")) {
      if (const auto at = in_.time(*until, "`until`")) {
        made.until = *at;
        made.has_until = true;
      }
    }
    const graph::limit_row* limit = limit_named(made.limit);
    const bool elsewhere = !made.pack_digest.empty() && made.pack_digest != in_.pack().digest();
    if (limit == nullptr && !made.limit.empty() && !elsewhere) {
      std::vector<std::string_view> known;
      for (const graph::limit_row& row : in_.pack().tables().limits) {
        known.push_back(in_.pack().text(row.id));
      }
      const std::string near = did_you_mean_help(made.limit, known);
      in_.fail(codes::unknown_limit, *in_.find(n, "limit"),
               fmt::format("the pack has no limit `{}`", made.limit),
               near.empty() ? "`parley inspect PACK` lists the limits" : near);
    }
    if (const auto* up_to = in_.require(n, "up_to", "an approval")) {
      read_up_to(*up_to, limit, made);
    }
    to_.add_approval(made);
  }

  void read_up_to(const input::node& n, const graph::limit_row* limit, approval& made) {
    if (n.kind == node_kind::scalar && parse_percent(n.text)) {
      const auto share = parse_percent(n.text)->scaled_exactly(8);
      if (!share) {
        in_.fail(codes::out_of_range, n, "`up_to` has more than six decimals of a percent",
                 "round it");
        return;
      }
      made.up_to = *share;
      made.up_to_is_share = true;
      return;
    }
    using graph::measure;
    const bool pieces = limit != nullptr &&
                        (limit->measure == measure::offers || limit->measure == measure::gifts ||
                         limit->measure == measure::uses || limit->measure == measure::rounds);
    const auto read = pieces ? in_.integer(n, "`up_to`", 0, caps::cart_total)
                             : in_.money(n, "`up_to`", -caps::cart_total, caps::cart_total);
    made.up_to = read.value_or(0);
  }

  const graph::limit_row* limit_named(std::string_view id) const {
    for (const graph::limit_row& row : in_.pack().tables().limits) {
      if (in_.pack().text(row.id) == id) return &row;
    }
    return nullptr;
  }

  input& in_;
  fact_set& to_;
  fact_schema schema_;
};

}  // namespace

namespace facts_io {

std::optional<fact_set> read_facts(const pack& p, const yaml::document& document,
                                   const read_options& options, diagnostics& found) {
  const std::size_t errors = found.error_count();
  input in(p, document, options, found);
  fact_set made(p.schema());
  facts_reader(in, made).read();
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

}  // namespace facts_io

std::optional<fact_set> read_facts(const pack& p, const source_set& sources, std::uint32_t file,
                                   const read_options& options, diagnostics& found) {
  const std::size_t errors = found.error_count();
  const auto document = yaml::read(sources, file, found, yaml::mending::values);
  if (!document) return std::nullopt;
  auto made = facts_io::read_facts(p, *document, options, found);
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

std::optional<catalog> read_catalog(const pack& p, const source_set& sources, std::uint32_t file,
                                    const read_options& options, diagnostics& found) {
  const std::size_t errors = found.error_count();
  const auto document = yaml::read(sources, file, found, yaml::mending::values);
  if (!document) return std::nullopt;
  input in(p, *document, options, found);
  const input::node* list = &in.root();
  if (list->kind == node_kind::mapping) {
    in.only(*list, "key of a catalog", {"currency", "items"});
    if (const auto* currency = in.find(*list, "currency")) check_currency(in, *currency);
    list = in.require(*list, "items", "a catalog");
  }
  catalog made(p.schema());
  if (list != nullptr && in.expect(*list, node_kind::sequence, "a catalog")) {
    if (list->count > caps::catalog_items) {
      in.fail(codes::too_many, *list,
              fmt::format("the catalog has {} items, at most {} are allowed", list->count,
                          caps::catalog_items),
              "send the items worth suggesting");
      return std::nullopt;
    }
    std::size_t number = 0;
    for (const std::uint32_t child : in.children(*list)) {
      ++number;
      if (!in.expect(in.at(child), node_kind::mapping, fmt::format("item {}", number))) continue;
      std::int64_t most = caps::quantity;
      read_line(in, in.at(child), number, true, made.items, &most);
      made.most.push_back(most);
    }
  }
  if (found.error_count() != errors) return std::nullopt;
  return made;
}

}  // namespace parley
