#include "packtest/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "packtest/codes.hpp"
#include "parley/base/limits.hpp"
#include "report/format.hpp"

namespace parley::packtest {

namespace fs = std::filesystem;

namespace {

bool is_test_name(const std::string& path) {
  return path.ends_with("_test.yaml") || path.ends_with("_test.yml") ||
         path.ends_with("_test.json");
}

std::string normal(const std::string& path) {
  return fs::path(path).lexically_normal().string();
}

/// Test files below a folder, or just in it; hidden folders aren't looked into.
std::vector<std::string> tests_in(const fs::path& folder, bool below, std::string& failure) {
  std::vector<std::string> out;
  std::error_code wrong;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, wrong);
  if (wrong) {
    failure = wrong.message();
    return out;
  }
  for (const fs::recursive_directory_iterator end; at != end; at.increment(wrong)) {
    if (wrong) break;
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      if (!below || name.starts_with('.')) at.disable_recursion_pending();
      continue;
    }
    if (is_test_name(name)) out.push_back(normal(at->path().string()));
    if (out.size() > caps::test_files) {
      failure = fmt::format("it holds more than {} test files", caps::test_files);
      break;
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// `a*c` and `a?c`, without recursion: a star is tried again one byte further on.
bool fits_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool fits_filter(std::string_view filter, std::string_view name) {
  if (filter.empty()) return true;
  if (filter.find_first_of("*?") == std::string_view::npos) {
    return name.find(filter) != std::string_view::npos;
  }
  if (fits_pattern(filter, name)) return true;
  const std::size_t colon = name.find(": ");
  return colon != std::string_view::npos && fits_pattern(filter, name.substr(colon + 2));
}

found_tests find_tests(const std::vector<std::string>& paths, const surroundings& around) {
  found_tests out;
  const auto take = [&](const std::string& file) {
    if (std::find(out.files.begin(), out.files.end(), file) == out.files.end()) {
      out.files.push_back(file);
    }
  };
  for (const std::string& path : paths) {
    std::error_code wrong;
    const fs::file_status about = fs::status(path, wrong);
    if (about.type() == fs::file_type::not_found) {
      out.failures.push_back({"PL7001", fmt::format("`{}` doesn't exist", path)});
      continue;
    }
    std::string failure;
    if (about.type() == fs::file_type::directory) {
      const std::vector<std::string> files = tests_in(path, true, failure);
      if (!failure.empty()) {
        out.failures.push_back({"PL7002", fmt::format("`{}` can't be read: {}", path, failure)});
      } else if (files.empty()) {
        out.empty.push_back(path);
      }
      for (const std::string& file : files) take(file);
      continue;
    }
    if (is_test_name(path)) {
      take(normal(path));
      continue;
    }
    const fs::path folder = fs::path(path).parent_path();
    bool any = false;
    for (const std::string& file : tests_in(folder.empty() ? "." : folder, false, failure)) {
      const result<std::string> text = around.read(file);
      if (!text.ok() || normal(pack_of(file, text.value())) != normal(path)) continue;
      take(file);
      any = true;
    }
    if (!any) out.empty.push_back(path);
  }
  return out;
}

bool batch::any_broken_suite() const {
  return std::any_of(suites.begin(), suites.end(),
                     [](const auto& s) { return s->found.has_errors() && !s->unreadable; });
}

bool batch::any_unreadable() const {
  return std::any_of(suites.begin(), suites.end(), [](const auto& s) { return s->unreadable; }) ||
         std::any_of(packs.begin(), packs.end(),
                     [](const tested_pack& p) { return p.opened.unreadable; });
}

bool batch::any_broken_pack() const {
  return std::any_of(packs.begin(), packs.end(), [](const tested_pack& p) {
    return !p.opened.made.compiled && !p.opened.unreadable;
  });
}

namespace {

/// A suite that can't be read at all: what is wrong with the file, or with finding its pack.
std::unique_ptr<suite> broken_suite(const std::string& file, std::string text) {
  auto made = std::make_unique<suite>();
  made->path = file;
  made->sources.add(file, std::move(text));
  return made;
}

std::size_t pack_at(batch& to, const std::string& path, const surroundings& around) {
  for (std::size_t i = 0; i < to.packs.size(); ++i) {
    if (to.packs[i].path == path) return i;
  }
  to.packs.push_back({path, around.open(path)});
  return to.packs.size() - 1;
}

void add_file(batch& to, const std::string& file, const surroundings& around) {
  to.watched.push_back(file);
  result<std::string> text = around.read(file);
  if (!text.ok()) {
    auto made = broken_suite(file, {});
    made->found.add({text.failure().code,
                     severity::error,
                     {},
                     text.failure().message,
                     "look at the path and at its permissions",
                     {}});
    made->unreadable = true;
    to.suites.push_back(std::move(made));
    to.pack_of.push_back(no_index);
    return;
  }
  const std::string path = normal(pack_of(file, text.value()));
  to.watched.push_back(path);
  std::error_code wrong;
  if (path.empty() || path == "." || !fs::exists(path, wrong)) {
    auto made = broken_suite(file, std::move(text).value());
    made->pack_path = path;
    made->found.error(codes::no_pack, made->sources.whole(0).part(0, 0),
                      fmt::format("the pack `{}` isn't there", path),
                      "write `pack:` with its path, from the test file's folder");
    to.suites.push_back(std::move(made));
    to.pack_of.push_back(no_index);
    return;
  }
  const std::size_t which = pack_at(to, path, around);
  const opened_pack& opened = to.packs[which].opened;
  for (std::size_t i = 0; i < opened.made.sources.size(); ++i) {
    to.watched.push_back(opened.made.sources[static_cast<std::uint32_t>(i)].name());
  }
  if (!opened.made.compiled) {
    auto made = broken_suite(file, std::move(text).value());
    made->pack_path = path;
    to.suites.push_back(std::move(made));
    to.pack_of.push_back(no_index);
    return;
  }
  to.suites.push_back(std::make_unique<suite>(
      read_suite(file, std::move(text).value(), *opened.made.compiled, around)));
  suite& made = *to.suites.back();
  made.pack_path = path;
  to.pack_of.push_back(which);
  for (std::uint32_t i = 1; i < made.sources.size(); ++i) {
    to.watched.push_back(made.sources[i].name());
  }
  for (const planned_test& test : made.tests) {
    if (!test.bad_pack.empty()) to.watched.push_back(test.bad_pack);
  }
}

void choose(batch& to, std::size_t which, const batch_options& options) {
  const suite& from = *to.suites[which];
  if (from.found.has_errors()) return;
  const auto fits = [&](std::size_t i) {
    const planned_case& one = from.cases[i];
    const std::string& name = from.tests[one.test].name;
    return fits_filter(options.filter,
                       one.label.empty() ? fmt::format("{}: {}", from.path, name)
                                         : fmt::format("{}: {} [{}]", from.path, name, one.label));
  };
  for (const planned_test& test : from.tests) {
    bool any = false;
    for (std::size_t i = test.first; i < test.first + test.count; ++i) any = any || fits(i);
    for (std::size_t i = test.first; i < test.first + test.count; ++i) {
      if (options.whole_tests ? any : fits(i)) {
        to.cases.push_back({which, i});
      } else {
        ++to.left_out;
      }
    }
  }
}

}  // namespace

batch load_batch(const std::vector<std::string>& files, const batch_options& options,
                 const surroundings& around) {
  batch out;
  for (const std::string& file : files) {
    add_file(out, file, around);
    choose(out, out.suites.size() - 1, options);
  }
  std::sort(out.watched.begin(), out.watched.end());
  out.watched.erase(std::unique(out.watched.begin(), out.watched.end()), out.watched.end());
  return out;
}

std::vector<report::test_result> broken_results(const batch& loaded) {
  std::vector<report::test_result> out;
  const auto add = [&](std::string file, std::string name, const diagnostics& found,
                       const source_set& sources, const std::string& failure) {
    report::test_result made;
    made.file = made.at.file = std::move(file);
    made.name = std::move(name);
    report::test_difference d;
    d.what = "errors";
    if (!failure.empty()) d.actual.push_back(failure);
    for (const diagnostic& item : found.items()) {
      if (item.severity != severity::error) continue;
      if (!item.at.known()) {
        d.actual.push_back(fmt::format("{}: {}", item.code, item.message));
        continue;
      }
      const source_file& source = sources[item.at.file];
      const place at = source.at(item.at.offset);
      d.actual.push_back(fmt::format("{}:{}:{}: {}: {}", source.name(), at.line, at.column,
                                     item.code, item.message));
    }
    made.differences.push_back(std::move(d));
    out.push_back(std::move(made));
  };
  for (const auto& s : loaded.suites) {
    if (s->found.has_errors()) add(s->path, "the test file can be read", s->found, s->sources, {});
  }
  for (const tested_pack& p : loaded.packs) {
    if (p.opened.made.compiled) continue;
    add(p.path, "the pack compiles", p.opened.made.found, p.opened.made.sources, p.opened.failure);
  }
  return out;
}

std::vector<golden_change> golden_changes(const batch& loaded,
                                          const std::vector<case_outcome>& outcomes) {
  std::vector<golden_change> out;
  for (std::size_t i = 0; i < loaded.cases.size();) {
    const chosen_case first = loaded.cases[i];
    const suite& s = *loaded.suites[first.suite];
    const std::size_t test = s.cases[first.which].test;
    std::vector<std::pair<std::string, lines>> made;
    for (; i < loaded.cases.size() && loaded.cases[i].suite == first.suite &&
           s.cases[loaded.cases[i].which].test == test;
         ++i) {
      made.emplace_back(s.cases[loaded.cases[i].which].label, outcomes[i].golden);
    }
    const planned_test& planned = s.tests[test];
    if (!planned.has_golden || made.size() != planned.count) continue;
    std::string block = golden_block(made);
    if (block != planned.golden) out.push_back({first.suite, test, std::move(block)});
  }
  return out;
}

namespace {

/// The line that begins at `from`, without its end; `next` is where the one after it begins.
std::string_view line_at(std::string_view text, std::size_t from, std::size_t& next) {
  const std::size_t end = text.find('\n', from);
  next = end == std::string_view::npos ? text.size() : end + 1;
  return text.substr(from, (end == std::string_view::npos ? text.size() : end) - from);
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

std::string with_golden(const suite& tests, const std::vector<golden_change>& changes) {
  std::string text(tests.sources[0].text());
  std::vector<golden_change> sorted = changes;
  // From the end, so that places before a change stay right.
  std::sort(sorted.begin(), sorted.end(), [&](const golden_change& a, const golden_change& b) {
    return tests.tests[a.test].golden_key.offset > tests.tests[b.test].golden_key.offset;
  });
  for (const golden_change& change : sorted) {
    const std::size_t key = tests.tests[change.test].golden_key.offset;
    const std::size_t begin = key == 0 ? 0 : text.rfind('\n', key - 1) + 1;
    const std::size_t indent = key - begin;
    std::size_t next = 0;
    const std::string_view first = line_at(text, key, next);
    const std::size_t comment = first.find(" #");
    const std::string remark(comment == std::string_view::npos ? std::string_view()
                                                               : first.substr(comment));
    // The old value: deeper lines, and blank ones between them.
    std::size_t end = next;
    for (std::size_t at = next; at < text.size();) {
      const std::string_view line = line_at(text, at, next);
      const std::size_t deep = line.find_first_not_of(' ');
      if (!is_blank(line) && deep <= indent) break;
      if (!is_blank(line)) end = next;
      at = next;
    }
    std::string block = fmt::format("golden: |{}\n", remark);
    for (std::size_t at = 0; at < change.block.size();) {
      block += std::string(indent + 2, ' ');
      block += line_at(change.block, at, at);
      block += '\n';
    }
    text.replace(key, end - key, block);
  }
  return text;
}

}  // namespace parley::packtest
