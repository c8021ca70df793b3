// Random facts for random expressions.
#include <array>

#include "oracle/expression_generator.hpp"

namespace parley::oracle {
namespace {

using kind = any_value::kind;

any_value moment(__int128 nanos, kind what) {
  any_value v;
  v.what = what;
  v.nanos = nanos;
  return v;
}
any_value numeric(kind what, const std::string& text) {
  any_value v;
  v.what = what;
  v.number = naive_number::parse(text);
  if (what == kind::money) v.text = "USD";
  return v;
}

}  // namespace

any_fact expression_generator::fact(made_of type, bool optional, bool complete) {
  any_fact made;
  made.what = any_fact::state::known;
  if (!complete && roll(30)) {
    const std::array states = {any_fact::state::missing, any_fact::state::stale,
                               any_fact::state::withheld};
    made.what = dice_.pick(states);
    return made;
  }
  if (roll(optional ? 40 : shared() ? 0 : 6)) {
    made.what = any_fact::state::absent;
    return made;
  }
  const std::vector<std::string> numbers = {"0", "1", "2", "3", "-1", "7", "100"};
  const std::vector<std::string> fractions = {"0", "0.1", "2.50", "-1.5", "3", "0.25"};
  const std::vector<std::string> words = {"", "a", "tea", "Gr\u00fcn", "x,y", "42"};
  const auto some_texts = [&] {
    std::vector<any_value> items;
    for (std::int64_t i = dice_.between(0, 3); i > 0; --i)
      items.push_back(text_value(dice_.pick(words)));
    return items;
  };
  any_value& v = made.value;
  switch (type) {
    case made_of::boolean: v = truth(roll(50)); break;
    case made_of::integer: v = numeric(kind::integer, dice_.pick(numbers)); break;
    case made_of::decimal: v = numeric(kind::decimal, dice_.pick(fractions)); break;
    case made_of::money: v = numeric(kind::money, dice_.pick(fractions)); break;
    case made_of::percent: v = numeric(kind::percent, dice_.pick(fractions)); break;
    case made_of::text: v = text_value(dice_.pick(words)); break;
    case made_of::timestamp:
      v = moment(static_cast<__int128>(dice_.between(0, 4'000'000'000)) * 1'000'000'000 +
                     dice_.between(0, 3) * 250'000'000,
                 kind::timestamp);
      break;
    case made_of::duration:
      v = moment(static_cast<__int128>(dice_.between(-10'000, 10'000)) * 500'000'000,
                 kind::duration);
      break;
    case made_of::integers: {
      std::vector<any_value> items;
      for (std::int64_t i = dice_.between(0, 3); i > 0; --i)
        items.push_back(numeric(kind::integer, dice_.pick(numbers)));
      v = list_value(items);
      break;
    }
    case made_of::texts: v = list_value(some_texts()); break;
    default:
      v.what = kind::map;
      for (const char* key : {"a", "k", "tea"}) {
        if (!roll(60)) continue;
        v.items.push_back(text_value(key));
        v.items.push_back(numeric(kind::integer, dice_.pick(numbers)));
      }
  }
  return made;
}

any_world expression_generator::world(bool complete) {
  any_world made;
  for (const declared_fact& f : declared_facts())
    made.facts[f.name] = fact(f.type, f.optional, complete);
  made.now.what = any_fact::state::missing;
  if (complete || roll(70)) {
    made.now.what = any_fact::state::known;
    made.now.value = moment(static_cast<__int128>(1'795'341'600) * 1'000'000'000, kind::timestamp);
  }
  made.has_cart = complete || roll(75);
  if (!made.has_cart) return made;
  for (std::int64_t i = dice_.between(1, 3); i > 0; --i) {
    std::map<std::string, any_fact> line;
    for (const declared_fact& f : declared_line_facts()) {
      const bool always = f.name == "qty" || f.name == "price";
      line[f.name] = fact(f.type, false, complete || always);
      if (always) {
        line[f.name].what = any_fact::state::known;
        line[f.name].value = f.name == "qty"
                                 ? whole(dice_.between(1, 5))
                                 : numeric(kind::money, std::to_string(dice_.between(0, 40)) +
                                                            (roll(50) ? ".00" : ".95"));
      }
    }
    made.lines.push_back(line);
  }
  return made;
}

}  // namespace parley::oracle
