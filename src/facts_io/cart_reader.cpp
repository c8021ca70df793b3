#include "facts_io/cart_reader.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_map>

#include "facts_io/codes.hpp"
#include "facts_io/fact_flattener.hpp"
#include "parley/base/limits.hpp"
#include "parley/money/currency.hpp"

namespace parley::facts_io {

namespace {

using yaml::node_kind;

class line_target final : public fact_target {
 public:
  line_target(input& in, fact_set& set, std::uint32_t line, bool item)
      : in_(in), set_(set), line_(line), item_(item) {}

  std::uint32_t named(std::string_view name) const override {
    // These four were read before.
    if (name == "id" || name == "sku" || name == "qty" || name == "price") return no_index;
    return set_.schema().line_fact_named(name);
  }
  const fact_row& row(std::uint32_t which) const override { return set_.schema().line_fact(which); }

  void put(std::uint32_t which, const input::node& n, const reading& made) override {
    if (made.state == fact_state::known) {
      if (!sensible(which, n, made.content)) return;
      set_.set_line(line_, which, made.content);
    } else {
      set_.set_line_state(line_, which, made.state);
    }
    if (made.as_of) set_.set_line_as_of(line_, which, *made.as_of);
  }

  bool special(std::string_view name, const input::node&) override {
    if (name == "sku" || name == "price") return true;
    return item_ ? name == "max_qty" : name == "id" || name == "qty";
  }

 private:
  /// Costs and tax rates of any cart lie in a range; declared attributes have their own.
  bool sensible(std::uint32_t which, const input::node& n, const value& v) {
    if (which != line_cost && which != line_tax_rate) return true;
    const decimal most = which == line_cost
                             ? decimal(caps::unit_price, -in_.pack().header().currency_digits)
                             : decimal(1, 0);
    if (!v.as_decimal().negative() && compare(v.as_decimal(), most) <= 0) return true;
    in_.fail(codes::out_of_range, n,
             which == line_cost ? "`cost` can't be negative or above the largest unit price"
                                : "`tax_rate` must be from 0% to 100%",
             "check the value");
    return false;
  }

  input& in_;
  fact_set& set_;
  std::uint32_t line_;
  bool item_;
};

void read_shipping(input& in, const input::node& list, fact_set& to) {
  if (!in.expect(list, node_kind::sequence, "`cart.shipping`")) return;
  if (list.count > caps::shipping_methods) {
    in.fail(codes::too_many, list,
            fmt::format("the cart has {} shipping entries, at most {} are allowed", list.count,
                        caps::shipping_methods),
            "send those that were selected");
    return;
  }
  for (const std::uint32_t child : in.children(list)) {
    const input::node& n = in.at(child);
    if (!in.expect(n, node_kind::mapping, "a shipping entry")) continue;
    in.only(n, "key of a shipping entry", {"method", "price", "cost", "tax_rate"});
    shipping_entry entry;
    if (const auto* method = in.require(n, "method", "a shipping entry")) {
      if (const auto text = in.name(*method, "`method`")) entry.method = to.keep(*text);
    }
    if (const auto* price = in.require(n, "price", "a shipping entry")) {
      entry.price = in.money(*price, "`price`", 0, caps::unit_price).value_or(0);
    }
    if (const auto* cost = in.find(n, "cost")) {
      if (const auto read = in.money(*cost, "`cost`", 0, caps::unit_price)) {
        entry.cost = *read;
        entry.has_cost = true;
      }
    }
    if (const auto* rate = in.find(n, "tax_rate")) {
      if (const auto share = in.percent(*rate, "`tax_rate`")) {
        const auto exact = share->scaled_exactly(8);
        if (exact && *exact >= 0 && *exact <= ratio_one) {
          entry.tax_rate = *exact;
          entry.has_tax_rate = true;
        } else {
          in.fail(codes::out_of_range, *rate,
                  "`tax_rate` must be from 0% to 100%, with at most six decimals",
                  "check the value");
        }
      }
    }
    to.add_shipping(entry);
  }
}

void read_lines(input& in, const input::node& list, fact_set& to) {
  if (!in.expect(list, node_kind::sequence, "`cart.lines`")) return;
  if (list.count > caps::cart_lines) {
    in.fail(
        codes::too_many, list,
        fmt::format("the cart has {} lines, at most {} are allowed", list.count, caps::cart_lines),
        "merge equal lines, or ask for a part of the cart");
    return;
  }
  std::unordered_map<std::string_view, span> ids;
  std::size_t number = 0;
  __extension__ __int128 total = 0;
  for (const std::uint32_t child : in.children(list)) {
    const input::node& n = in.at(child);
    ++number;
    if (!in.expect(n, node_kind::mapping, fmt::format("line {}", number))) continue;
    read_line(in, n, number, false, to, nullptr);
    const cart_line& made = to.lines().back();
    const input::node* id = in.find(n, "id");
    const span where = id != nullptr ? id->at : n.at;
    const auto [earlier, fresh] = ids.emplace(made.id, where);
    if (!fresh) {
      in.fail(codes::given_twice, id != nullptr ? *id : n,
              fmt::format("two lines have the id `{}`", made.id), "give each line its own id")
          .related.push_back({earlier->second, "the first one"});
    }
    total += static_cast<__int128>(made.quantity) * made.price;
    if (total > caps::cart_total) {
      in.fail(codes::total_too_large, n,
              fmt::format("with this line the cart comes to more than {}",
                          money_text(caps::cart_total, in.pack().header().currency_digits)),
              "check quantities and prices");
      return;  // further lines could overflow the sum the set keeps
    }
  }
}

}  // namespace

void check_currency(input& in, const input::node& n) {
  const auto name = in.name(n, "`currency`");
  if (!name) return;
  const std::string_view own = name_of_currency(in.pack().header().currency);
  if (*name == own) return;
  in.fail(codes::wrong_currency, n,
          fmt::format("the currency is `{}`, but the pack decides in {}", *name, own),
          currency_named(*name) == no_currency
              ? fmt::format("write `{}` (ISO 4217, upper case)", own)
              : std::string("use the pack for that currency, or convert before asking"));
}

void read_line(input& in, const input::node& n, std::size_t number, bool item, fact_set& to,
               std::int64_t* most) {
  const std::string where = fmt::format("{} {}", item ? "item" : "line", number);
  cart_line line;
  line.quantity = 1;
  const input::node* id = item ? nullptr : in.find(n, "id");
  if (id != nullptr) {
    if (const auto text = in.name(*id, "`id`")) line.id = to.keep(*text);
  } else {
    line.id = to.keep(fmt::format("l{}", number));
  }
  if (const auto* sku = in.require(n, "sku", where)) {
    if (const auto text = in.name(*sku, "`sku`")) line.sku = to.keep(*text);
  }
  if (!item) {
    if (const auto* qty = in.require(n, "qty", where)) {
      line.quantity = in.integer(*qty, "`qty`", 1, caps::quantity).value_or(1);
    }
  } else if (const auto* largest = in.find(n, "max_qty"); largest != nullptr && most != nullptr) {
    *most = in.integer(*largest, "`max_qty`", 1, caps::quantity).value_or(1);
  }
  if (const auto* price = in.require(n, "price", where)) {
    line.price = in.money(*price, "`price`", 0, caps::unit_price).value_or(0);
  }
  const std::uint32_t row = to.add_line(line);
  line_target target(in, to, row, item);
  const fact_schema& schema = to.schema();
  std::vector<std::string_view> names;
  for (std::uint32_t i = line_cost; i < schema.line_attributes(); ++i) {
    names.push_back(schema.text(schema.line_fact(i).name));
  }
  std::vector<std::string_view> also = {"sku", "price"};
  if (item) {
    also.emplace_back("max_qty");
  } else {
    also.insert(also.end(), {"id", "qty"});
  }
  fact_flattener(in, to, "line attribute", std::move(names), std::move(also)).read(n, target);
}

void read_cart(input& in, const input::node& cart, fact_set& to) {
  if (cart.kind == node_kind::scalar && cart.text == "absent") {
    in.fail(codes::wrong_shape, cart, "a cart can't be absent",
            "leave `cart` out while there is none; an empty one has `lines: []`");
    return;
  }
  if (!in.expect(cart, node_kind::mapping, "`cart`")) return;
  in.only(cart, "key of the cart", {"currency", "lines", "shipping"});
  if (const auto* currency = in.require(cart, "currency", "the cart"))
    check_currency(in, *currency);
  if (const auto* lines = in.find(cart, "lines")) {
    to.open_cart();  // without `lines` nobody has said that there are none
    read_lines(in, *lines, to);
  }
  if (const auto* shipping = in.find(cart, "shipping")) read_shipping(in, *shipping, to);
}

}  // namespace parley::facts_io
