#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/console.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/paths.hpp"
#include "cli/verbs.hpp"
#include "parley/base/limits.hpp"
#include "parley/compiler/format.hpp"
#include "report/decision_json.hpp"
#include "report/line_diff.hpp"

namespace parley::cli {

namespace {

struct fmt_options {
  std::vector<std::string> paths;
  bool check = false;
  bool diff = false;
  bool json = false;
};

/// What became of one file.
struct laid_out {
  std::string file;
  bool changed = false;
  std::string diff;
};

/// Runs over the files; what is wrong with one of them doesn't keep the others.
class formatting {
 public:
  formatting(const fmt_options& options, const console& to) : options_(options), to_(to) {}

  int run() {
    for (const std::string& path : options_.paths) {
      const auto files = yaml_files(path);
      if (!files.ok()) {
        refuse(files.failure());
        continue;
      }
      for (const std::string& file : files.value()) one(file);
    }
    found_.sort();
    if (options_.json) {
      tell_json();
    } else {
      tell(to_, found_, sources_);
      tell_text();
    }
    return exit_;
  }

 private:
  void refuse(const error& failure) {
    found_.add({failure.code, severity::error, {}, failure.message, "look at the path", {}});
    exit_ = greater(exit_, exit_file);
  }

  void one(const std::string& file) {
    result<std::string> text = read_whole(file, caps::file_bytes);
    if (!text.ok()) return refuse(text.failure());
    const std::string shown = file == "-" ? "<standard input>" : file;
    const std::uint32_t index = sources_.add(shown, std::move(text).value());
    const std::optional<std::string> made = format_text(sources_, index, found_);
    if (!made) {
      exit_ = greater(exit_, exit_pack);
      return;
    }
    const std::string_view before = sources_[index].text();
    laid_out done{shown, *made != before, {}};
    const bool show = options_.check || options_.diff;
    if (options_.diff) {
      done.diff = report::unified_diff(before, *made, shown, shown + " (laid out)",
                                       options_.json ? report::text_style{} : to_.style);
    }
    if (options_.check && done.changed) exit_ = greater(exit_, exit_pack);
    if (!show && file == "-") {
      // The text is the answer; with --json it stands in its `text`.
      done.diff = *made;
    } else if (!show && done.changed) {
      if (const auto failure = write_whole(file, *made)) {
        found_.add(
            {"PL7002", severity::error, {}, failure->message, "look at its permissions", {}});
        exit_ = greater(exit_, exit_file);
        return;
      }
    }
    done_.push_back(std::move(done));
  }

  void tell_text() const {
    std::size_t changed = 0;
    for (const laid_out& file : done_) {
      if (!file.diff.empty()) {
        print(file.diff);
      } else if (file.changed && options_.check) {
        print(fmt::format("{}\n", report::printable(file.file)));
      }
      if (file.changed) ++changed;
    }
    if (!options_.check || changed == 0) return;
    print_error(fmt::format("{} of {} {} not laid out; `parley fmt` does it\n", changed,
                            done_.size(), done_.size() == 1 ? "file is" : "files are"));
  }

  void tell_json() const {
    nlohmann::ordered_json files = nlohmann::ordered_json::array();
    bool clean = !found_.has_errors();
    for (const laid_out& file : done_) {
      nlohmann::ordered_json item{{"file", file.file}, {"changed", file.changed}};
      const bool text = file.file == "<standard input>" && !options_.check && !options_.diff;
      if (text || options_.diff) item[text ? "text" : "diff"] = file.diff;
      files.push_back(std::move(item));
      clean = clean && !(options_.check && file.changed);
    }
    nlohmann::ordered_json out{{"ok", clean}, {"files", std::move(files)}};
    out.update(report::to_json(found_, sources_));
    print(report::dump(out) + "\n");
  }

  const fmt_options& options_;
  const console& to_;
  source_set sources_;
  diagnostics found_;
  std::vector<laid_out> done_;
  int exit_ = exit_yes;
};

int run_fmt(const fmt_options& options) {
  const console to = make_console(options.json);
  return formatting(options, to).run();
}

}  // namespace

void add_fmt(CLI::App& app, int& exit) {
  auto options = std::make_shared<fmt_options>();
  CLI::App* const verb = app.add_subcommand("fmt", "lay out packs and facts the one canonical way");
  verb->add_option("PATH", options->paths,
                   "files, and folders of `.yaml` files; `-` is standard input")
      ->required()
      ->option_text("...");
  verb->add_flag("--check", options->check, "change nothing, list the files that would change");
  verb->add_flag("--diff", options->diff, "change nothing, show what would change");
  verb->add_flag("--json", options->json, "answer as JSON, one line");
  verb->footer(R"(
Files are rewritten in place, whole or not at all; standard input is answered on standard output.
Comments, the order of keys, quotes and groups of lines stay; no value changes.

  parley fmt winter.yaml
  parley fmt --check --diff packs/
  parley fmt - < winter.yaml

Exit code: 1 a file isn't YAML, or with --check would change; 6 one can't be read or written.)");
  verb->callback([options, &exit] { exit = run_fmt(*options); });
}

}  // namespace parley::cli
