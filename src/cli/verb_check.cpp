#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <deque>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/load_pack.hpp"
#include "cli/paths.hpp"
#include "cli/verbs.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/suppress.hpp"
#include "report/decision_json.hpp"
#include "report/diagnostic_text.hpp"
#include "report/sarif.hpp"

namespace parley::cli {

namespace {

struct check_options {
  std::vector<std::string> paths;
  std::string allow;
  std::size_t most = 100;
  bool strict = false;
  bool json = false;
  bool sarif = false;
};

/// One pack and what became of it.
struct checked {
  std::string path;
  loaded_pack loaded;
  std::vector<suppressed_diagnostic> suppressed;
};

std::string summary(const pack& rules, const std::string& path) {
  const graph::table_views& t = rules.tables();
  return fmt::format("{}: {} version {}: {} offers, {} stacking rules, {} limits\n", path,
                     rules.name(), rules.header().version, t.offers.size(), t.stacking.size(),
                     t.limits.size());
}

class checking {
 public:
  checking(const check_options& options, const console& to) : options_(options), to_(to) {}

  int run() {
    if (!options_.allow.empty() && !read_list()) return exit_;
    for (const std::string& path : options_.paths) {
      if (!add_packs(path)) return exit_;
    }
    report_unused(list_, list_found_);
    harden(list_found_);
    if (list_found_.has_errors()) exit_ = greater(exit_, exit_pack);
    if (options_.sarif) {
      tell_sarif();
    } else if (options_.json) {
      tell_json();
    } else {
      tell_text();
    }
    return exit_;
  }

 private:
  /// Everything counts with --strict, so that nobody has to read warnings to trust an exit code.
  void harden(diagnostics& found) const {
    if (!options_.strict) return;
    diagnostics out;
    for (diagnostic item : found.items()) {
      if (item.severity == severity::warning) item.severity = severity::error;
      out.add(std::move(item));
    }
    found = std::move(out);
  }

  bool refuse(const error& failure) {
    complain(failure.message, "look at the path", failure.code);
    exit_ = exit_file;
    return false;
  }

  bool read_list() {
    result<std::string> text = read_whole(options_.allow, caps::file_bytes);
    if (!text.ok()) return refuse(text.failure());
    const std::uint32_t file = list_sources_.add(options_.allow, std::move(text).value());
    list_ = read_suppressions(list_sources_, file, list_found_);
    return true;
  }

  /// A file is a pack because it was named; of a folder, what declares one is.
  bool add_packs(const std::string& path) {
    const auto files = yaml_files(path);
    if (!files.ok()) return refuse(files.failure());
    const bool folder = is_folder(path);
    bool any = false;
    for (const std::string& file : files.value()) {
      if (folder) {
        const auto text = read_whole(file, caps::file_bytes);
        if (!text.ok()) return refuse(text.failure());
        if (!declares_pack(text.value())) continue;
      }
      any = true;
      add(file);
    }
    if (any) return true;
    complain(fmt::format("no pack in `{}`", path),
             "a pack is a `.yaml` file that starts with `pack: NAME`", "PL7004");
    exit_ = exit_file;
    return false;
  }

  void add(const std::string& file) {
    checked& one = packs_.emplace_back(checked{file, load_pack(file, {.analyse = true}), {}});
    loaded_pack& loaded = one.loaded;
    if (!loaded.failure.empty()) {
      loaded.made.found.add({loaded.code,
                             severity::error,
                             {},
                             loaded.failure,
                             "build the image again, or name the pack it was built from",
                             {}});
    }
    one.suppressed = suppress(loaded.made.sources, loaded.made.found, list_);
    harden(loaded.made.found);
    if (loaded.exit == exit_yes && loaded.made.found.has_errors()) loaded.exit = exit_pack;
    exit_ = greater(exit_, loaded.exit);
  }

  [[nodiscard]] nlohmann::ordered_json json_of(const checked& one) const {
    const compilation& made = one.loaded.made;
    nlohmann::ordered_json out{{"ok", one.loaded.exit == exit_yes}, {"pack", nullptr}};
    if (made.compiled) out["pack"] = report::pack_json(*made.compiled);
    out.update(report::to_json(made.found, made.sources, options_.most));
    out["suppressed"] = nlohmann::ordered_json::array();
    for (const suppressed_diagnostic& s : one.suppressed) {
      nlohmann::ordered_json item = report::to_json(s.item, made.sources);
      item["because"] = s.because;
      out["suppressed"].push_back(std::move(item));
    }
    return out;
  }

  void tell_json() const {
    const bool one = packs_.size() == 1 && list_found_.empty();
    if (one && !is_folder(options_.paths.front())) {
      print(report::dump(json_of(packs_.front())) + "\n");
      return;
    }
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    std::size_t errors = list_found_.error_count();
    for (const checked& pack : packs_) {
      nlohmann::ordered_json item{{"file", pack.path}};
      item.update(json_of(pack));
      errors += pack.loaded.made.found.error_count();
      list.push_back(std::move(item));
    }
    nlohmann::ordered_json out{
        {"ok", exit_ == exit_yes}, {"errors", errors}, {"packs", std::move(list)}};
    out["diagnostics"] = report::to_json(list_found_, list_sources_, options_.most)["diagnostics"];
    print(report::dump(out) + "\n");
  }

  void tell_sarif() const {
    std::vector<report::findings_of_pack> all;
    for (const checked& pack : packs_) {
      all.push_back({&pack.loaded.made.sources, &pack.loaded.made.found, pack.suppressed});
    }
    all.push_back({&list_sources_, &list_found_, {}});
    print(report::dump(report::sarif(all, PARLEY_VERSION)) + "\n");
  }

  void tell_text() const {
    std::size_t shown = 0;
    const auto tell_list = [&](const diagnostics& found, const source_set& sources) {
      if (found.empty()) return;
      if (shown++ != 0) print("\n");
      print(report::to_text(found, sources, to_.style, options_.most));
    };
    for (const checked& pack : packs_) {
      const compilation& made = pack.loaded.made;
      tell_list(made.found, made.sources);
      if (made.compiled && !made.found.has_errors()) {
        print(summary(*made.compiled, pack.path));
        ++shown;
      }
      if (!pack.suppressed.empty()) {
        print(fmt::format("{}: {} suppressed\n", pack.path, pack.suppressed.size()));
      }
    }
    tell_list(list_found_, list_sources_);
  }

  const check_options& options_;
  const console& to_;
  std::deque<checked> packs_;
  source_set list_sources_;
  diagnostics list_found_;
  std::vector<suppression> list_;
  int exit_ = exit_yes;
};

int run_check(const check_options& options) {
  const console to = make_console(options.json);
  return checking(options, to).run();
}

}  // namespace

void add_check(CLI::App& app, int& exit) {
  auto options = std::make_shared<check_options>();
  CLI::App* const verb = app.add_subcommand("check", "tell everything that is wrong with packs");
  verb->add_option("PACK", options->paths, "packs in YAML, images, and folders of packs")
      ->required()
      ->option_text("...");
  verb->add_flag("--strict", options->strict, "warnings are errors");
  verb->add_option("--allow", options->allow,
                   "a list of warnings to live with, one a line: CODE [FILE] because REASON")
      ->option_text("FILE");
  verb->add_option("--max", options->most, "show at most so many findings of a pack, the gravest")
      ->check(CLI::Range(std::size_t{0}, std::size_t{1'000'000}))
      ->option_text("N (100)");
  auto* const sarif = verb->add_flag("--sarif", options->sarif, "answer as SARIF 2.1.0");
  verb->add_flag("--json", options->json, "answer as JSON, one line")->excludes(sarif);
  verb->footer(R"(
All faults come in one run, each with its place, a code and help. A warning that is meant to be is
allowed where it stands, with the reason: `# parley: allow PL5001 because ...`, beside the line or
above the entry; `allow-file` is for the whole file.

  parley check winter.yaml
  parley check --strict packs/
  parley check --sarif packs/ > parley.sarif
  parley explain-code PL2103

Exit code: 1 a pack has errors, or with --strict warnings; 6 a file can't be read.)");
  verb->callback([options, &exit] { exit = run_check(*options); });
}

}  // namespace parley::cli
