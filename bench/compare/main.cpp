// One side of scripts/compare.sh: writes the rules and contexts of a workload for the other
// engines, and measures what stands in C++. Lines of results are JSON, one object a line.
//
//   parley_compare export KIND RULES                  rules, contexts and right answers as JSON
//   parley_compare straight KIND RULES numbers|texts  the rules as C++
//   parley_compare time KIND RULES                    measures parley and, for w1, a bitmap index
//   parley_compare load KIND RULES numbers|texts LIB  measures compiled straight C++
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "../match/bitmap.hpp"
#include "../match/timing.hpp"
#include "straight.hpp"

namespace {

using namespace parley;
using namespace parley::bench;

using bits = std::vector<std::uint64_t>;

std::vector<bits> right_answers(const workload& w) {
  std::vector<bits> made;
  for (std::size_t c = 0; c < w.contexts.size(); ++c) {
    bits& b = made.emplace_back((w.rules.size() + 63) / 64, 0);
    for (std::size_t r = 0; r < w.rules.size(); ++r) {
      if (holds(w, w.rules[r], c)) b[r / 64] |= std::uint64_t{1} << (r % 64);
    }
  }
  return made;
}

/// Compares all answers, measures, prints. `ask(c)` gives the bits of a context.
template <typename Ask>
bool report(const char* engine, const std::string& kind, const workload& w, double load_ms,
            const std::vector<bits>& right, Ask ask) {
  for (std::size_t c = 0; c < w.contexts.size(); ++c) {
    if (ask(c) != right[c]) {
      std::fprintf(stderr, "%s: another answer in context %zu\n", engine, c);
      return false;
    }
  }
  const timing t = measure(w.contexts.size(), [&](std::size_t c) { (void)ask(c); });
  std::printf(
      "{\"engine\":\"%s\",\"workload\":\"%s\",\"rules\":%zu,\"load_ms\":%.3f,\"us\":%.5f,"
      "\"p99\":%.5f,\"least\":%.5f,\"compared\":%zu}\n",
      engine, kind.c_str(), w.rules.size(), load_ms, t.median / 1e3, t.high / 1e3, t.least / 1e3,
      w.contexts.size());
  return true;
}

std::string quoted(const std::string& s) {
  return "\"" + s + "\"";
}

std::string value_json(const workload& w, std::uint32_t a, std::uint32_t v) {
  if (w.attributes[a].kind == attribute_kind::text) return quoted(w.texts[a][v]);
  if (w.attributes[a].kind == attribute_kind::truth) return v != 0 ? "true" : "false";
  return std::to_string(v);
}

template <typename Items, typename Each>
std::string list_json(const Items& items, Each each) {
  std::string made = "[";
  for (const auto& item : items) made += (made.size() > 1 ? "," : "") + each(item);
  return made + "]";
}

void write_workload(const std::string& kind, const workload& w) {
  const auto atom_json = [&](const atom& a) {
    return "{\"fact\":" + quoted(w.attributes[a.attribute].name) +
           ",\"range\":" + (a.range ? "true" : "false") +
           ",\"not\":" + (a.negated ? "true" : "false") + ",\"values\":" +
           list_json(a.values, [&](std::uint32_t v) { return value_json(w, a.attribute, v); }) +
           "}";
  };
  const auto all_json = [&](const std::vector<atom>& all) { return list_json(all, atom_json); };
  std::printf("{\"workload\":\"%s\",\"facts\":%s,\n", kind.c_str(),
              list_json(w.attributes, [](const attribute& a) {
                static constexpr const char* kinds[] = {"text", "number", "truth"};
                return "{\"name\":" + quoted(a.name) +
                       ",\"kind\":" + quoted(kinds[static_cast<int>(a.kind)]) + "}";
              }).c_str());
  std::printf("\"rules\":%s,\n", list_json(w.rules, [&](const rule& r) {
                                   return "{\"all\":" + all_json(r.all) +
                                          ",\"any\":" + list_json(r.any, all_json) + "}\n";
                                 }).c_str());
  std::printf("\"contexts\":%s,\n", list_json(w.contexts, [&](const auto& values) {
                                      std::string made;
                                      for (std::uint32_t a = 0; a < values.size(); ++a) {
                                        if (values[a] == missing) continue;
                                        made += (made.empty() ? "" : ",") +
                                                quoted(w.attributes[a].name) + ":" +
                                                value_json(w, a, values[a]);
                                      }
                                      return "{" + made + "}\n";
                                    }).c_str());
  std::printf("\"answers\":%s}\n", list_json(right_answers(w), [&](const bits& b) {
                                     std::string made;
                                     for (std::size_t r = 0; r < w.rules.size(); ++r) {
                                       if ((b[r / 64] >> (r % 64) & 1U) != 0)
                                         made += (made.empty() ? "" : ",") + std::to_string(r);
                                     }
                                     return "[" + made + "]\n";
                                   }).c_str());
}

std::vector<std::vector<plain_value>> plain_contexts(const workload& w) {
  std::vector<std::vector<plain_value>> made;
  for (const auto& values : w.contexts) {
    std::vector<plain_value>& plain = made.emplace_back();
    for (std::uint32_t a = 0; a < values.size(); ++a) {
      plain_value& v = plain.emplace_back();
      v.number = values[a] == missing ? -1 : static_cast<std::int64_t>(values[a]);
      if (values[a] != missing && w.attributes[a].kind == attribute_kind::text)
        v.text = w.texts[a][values[a]];
    }
  }
  return made;
}

bool time_ours(const std::string& kind, const workload& w) {
  const pack p = pack_of(w);
  std::vector<graph::index> conditions;
  for (const graph::offer_row& o : p.tables().offers) conditions.push_back(o.when);
  const double start = now();
  const condition_index index(p, conditions);
  const double load_ms = (now() - start) / 1e6;
  std::vector<fact_set> facts;
  for (std::size_t c = 0; c < w.contexts.size(); ++c) facts.push_back(facts_of(w, p, c));
  const std::vector<bits> right = right_answers(w);
  evaluator evaluate;
  match_memory memory;
  matched_conditions found;
  const auto ask = [&](std::size_t c, bool open) -> const bits& {
    evaluate.begin(p, facts[c], {});
    index.match(p, facts[c], evaluate, memory, found, open);
    return found.holds;
  };
  bool good = report("parley", kind, w, load_ms, right,
                     [&](std::size_t c) -> const bits& { return ask(c, false); });
  if (kind != "w1") {
    return report("parley, and what is open", kind, w, load_ms, right,
                  [&](std::size_t c) -> const bits& { return ask(c, true); }) &&
           good;
  }
  const double begin = now();
  const bitmap_index plain(w);
  const double plain_ms = (now() - begin) / 1e6;
  const auto contexts = plain_contexts(w);
  bits out(plain.words());
  return report("bitmap index", kind, w, plain_ms, right,
                [&](std::size_t c) -> const bits& {
                  plain.match(contexts[c], out);
                  return out;
                }) &&
         good;
}

bool time_straight(const std::string& kind, const workload& w, bool texts, const char* path,
                   double load_ms) {
  void* const library = dlopen(path, RTLD_NOW);
  void* const symbol = library == nullptr ? nullptr : dlsym(library, "straight");
  if (symbol == nullptr) {
    std::fprintf(stderr, "%s\n", dlerror());
    return false;
  }
  bits out((w.rules.size() + 63) / 64);
  const std::vector<bits> right = right_answers(w);
  if (texts) {
    const auto contexts = plain_contexts(w);
    const auto straight = reinterpret_cast<void (*)(const plain_value*, std::uint64_t*)>(symbol);
    return report("straight C++ on texts", kind, w, load_ms, right,
                  [&](std::size_t c) -> const bits& {
                    straight(contexts[c].data(), out.data());
                    return out;
                  });
  }
  std::vector<std::vector<std::int32_t>> contexts;
  for (const auto& values : w.contexts) {
    contexts.emplace_back();
    for (const std::uint32_t v : values) contexts.back().push_back(static_cast<std::int32_t>(v));
  }
  const auto straight = reinterpret_cast<void (*)(const std::int32_t*, std::uint64_t*)>(symbol);
  return report("straight C++ on numbers", kind, w, load_ms, right,
                [&](std::size_t c) -> const bits& {
                  straight(contexts[c].data(), out.data());
                  return out;
                });
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> given(arguments + 1, arguments + count);
  if (given.size() < 3) return 2;
  const std::string& kind = given[1];
  const std::size_t rules = std::strtoull(given[2].c_str(), nullptr, 10);
  const workload w =
      kind == "w1" ? workload_w1(rules) : workload_offers(rules, kind == "selective");
  if (given[0] == "export") {
    write_workload(kind, w);
  } else if (given[0] == "straight" && given.size() == 4) {
    std::fputs(straight_source(w, given[3] == "texts").c_str(), stdout);
  } else if (given[0] == "time") {
    return time_ours(kind, w) ? 0 : 1;
  } else if (given[0] == "load" && given.size() == 6) {
    return time_straight(kind, w, given[3] == "texts", given[4].c_str(),
                         std::strtod(given[5].c_str(), nullptr))
               ? 0
               : 1;
  } else {
    return 2;
  }
  return 0;
}
