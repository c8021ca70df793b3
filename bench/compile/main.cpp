// What it takes to make a pack and to load it, step by step: the same offers read, parsed, checked
// and compiled from YAML, and loaded from the image.
//
//   parley_compile_bench [w1 | offers] [OFFERS...]
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../match/timing.hpp"
#include "../match/workloads.hpp"
#include "check/check_pack.hpp"
#include "compile/compile_pack.hpp"
#include "parley/compiler/compile.hpp"
#include "parley/graph/image.hpp"
#include "parley/graph/table_sizes.hpp"
#include "syntax/load.hpp"
#include "yaml/reader.hpp"

namespace {

using namespace parley;

/// Processor time of rounds of one step, in nanoseconds.
struct step {
  const char* name;
  std::vector<double> rounds;

  template <typename Work>
  auto run(Work work) {
    const double start = bench::now();
    auto made = work();
    rounds.push_back(bench::now() - start);
    return made;
  }
  [[nodiscard]] double least() const { return *std::min_element(rounds.begin(), rounds.end()); }
  [[nodiscard]] double median() {
    std::sort(rounds.begin(), rounds.end());
    return rounds[rounds.size() / 2];
  }
};

/// The offers of a workload with values and classes of their own, as a shop would write them.
std::string text_of(const bench::workload& w) {
  std::string out = "pack: generated\nversion: 1\ncurrency: USD\nfacts:\n";
  for (const bench::attribute& a : w.attributes) {
    const char* const type = a.kind == bench::attribute_kind::text     ? "string"
                             : a.kind == bench::attribute_kind::number ? "int"
                                                                       : "bool";
    out += "  " + a.name + ": {type: " + type + "}\n";
  }
  out += "offers:\n";
  for (std::size_t r = 0; r < w.rules.size(); ++r) {
    out += "  O" + std::to_string(r) + ":\n    give: " + std::to_string(1 + r % 90) + "." +
           std::to_string(r % 7) + "% off order\n    class: c" + std::to_string(r % 10) +
           "\n    when: '" + bench::condition_text(w, w.rules[r]) + "'\n";
  }
  out += "stacking:\n";
  for (int c = 0; c < 10; ++c) out += "  - class c" + std::to_string(c) + " with any\n";
  out += "limits:\n  - discount <= 30% of subtotal\n  - concession <= 40% of subtotal\n";
  return out;
}

[[noreturn]] void fail(const diagnostics& found) {
  for (const diagnostic& d : found.items()) std::fprintf(stderr, "%s\n", d.message.c_str());
  std::exit(1);
}

template <typename T>
const T& held(const std::optional<T>& made, const diagnostics& found) {
  if (!made) fail(found);
  return *made;
}

void measure(const char* name, const bench::workload& w) {
  const std::string text = text_of(w);
  const auto offers = static_cast<double>(w.rules.size());
  step read{"YAML to a document", {}}, parse{"YAML to the AST", {}}, check{"AST, checked", {}},
      compile{"checked, to a graph", {}}, whole{"YAML to a pack", {}}, load{"image, in place", {}},
      copy{"image, copied", {}}, digest{"its digest", {}};
  std::optional<pack> made;
  const int rounds = w.rules.size() > 20'000 ? 3 : w.rules.size() > 2'000 ? 7 : 20;
  for (int round = 0; round < rounds; ++round) {
    diagnostics found;
    source_set sources;
    sources.add("generated.yaml", text);
    const auto tree = read.run([&] { return yaml::read(sources, 0, found); });
    (void)held(tree, found);
    const auto loaded =
        parse.run([&] { return syntax::load_pack_text("generated.yaml", text, found); });
    const auto checked =
        check.run([&] { return check::check_pack(held(loaded.parsed, found), found); });
    (void)held(checked, found);
    made = compile.run(
        [&] { return compile::compile_pack(*checked, compile::zone_map(), loaded.sources); });
    const auto all = whole.run([&] { return compile_text("generated.yaml", text); });
    if (image_of(held(all.compiled, all.found)) != image_of(*made)) std::exit(2);
  }
  const auto image = graph::detail::lay_out(made->tables());
  const auto bytes = graph::detail::bytes_of(*image);
  for (int round = 0; round < 40; ++round) {
    const auto placed = load.run([&] { return pack_over_image(image, bytes); });
    const auto copied = copy.run([&] { return pack_from_image(bytes); });
    if (!placed.ok() || !copied.ok()) std::exit(3);
    digest.run([&] { return placed.value().digest().size(); });
  }

  std::printf("%s, %zu offers, %zu bytes of YAML\n", name, w.rules.size(), text.size());
  std::printf("  %-22s %12s %12s %12s\n", "step", "least", "median", "an offer");
  for (step* const s : {&read, &parse, &check, &compile, &whole}) {
    std::printf("  %-22s %9.2f ms %9.2f ms %9.2f us\n", s->name, s->least() / 1e6,
                s->median() / 1e6, s->least() / 1e3 / offers);
  }
  std::printf("  %-22s %12s %12s %9.2f us\n", "from the AST", "", "",
              (check.least() + compile.least()) / 1e3 / offers);
  for (step* const s : {&load, &copy, &digest}) {
    std::printf("  %-22s %9.3f ms %9.3f ms %9.3f us\n", s->name, s->least() / 1e6,
                s->median() / 1e6, s->least() / 1e3 / offers);
  }
  std::uint64_t rules = 0;
  for (const graph::table_size& each : graph::table_sizes(*made)) {
    if (each.bytes == 0) continue;
    std::printf("  %-22s %12.1f bytes an offer\n", std::string(each.table).c_str(),
                static_cast<double>(each.bytes) / offers);
    if (each.use == graph::table_use::rules) rules += each.bytes;
  }
  std::printf("  %-22s %12.1f bytes an offer beside texts and places; %zu in all\n\n", "image",
              static_cast<double>(rules) / offers, bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::size_t> sizes;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "w1" || word == "offers") {
      only = word;
    } else {
      sizes.push_back(static_cast<std::size_t>(std::atoll(argv[i])));
    }
  }
  if (sizes.empty()) sizes = {1'000, 10'000, 100'000};
  for (const std::size_t n : sizes) {
    if (only != "offers") measure("W1", bench::workload_w1(n));
    if (only != "w1") measure("OFFERS", bench::workload_offers(n, false));
  }
}
