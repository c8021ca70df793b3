#include "syntax/load.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "parley/base/limits.hpp"
#include "syntax/overlay.hpp"
#include "syntax/pack_codes.hpp"
#include "syntax/parse_pack.hpp"
#include "yaml/reader.hpp"

namespace parley::syntax {
namespace {

namespace fs = std::filesystem;

/// Reads the files of one pack. One use.
class loader {
 public:
  loader(file_source& files, loaded& result, diagnostics& found)
      : files_(files), result_(result), found_(found) {}

  void run(const std::string& path) {
    const std::optional<std::string> canonical = files_.canonical(path);
    root_ = fs::path(canonical.value_or(path)).parent_path();
    pack parsed;
    if (load_root({path, canonical.value_or(path)}, span{}, parsed))
      result_.parsed = std::move(parsed);
  }

 private:
  /// A file as people know it, and as the system does.
  struct place {
    std::string shown;
    std::string canonical;
  };

  bool load_root(const place& file, span from, pack& into) {
    const std::optional<yaml::document> document = open(file, from);
    if (!document) return false;
    stack_.push_back(file);
    bool ok = false;
    switch (kind_of(*document)) {
      case file_kind::pack:
        include_all(*document, file, into);
        parse_pack_file(*document, into, found_);
        ok = true;
        break;
      case file_kind::overlay: ok = load_overlay(*document, file, into); break;
      case file_kind::sections:  // says what is missing, and goes on for the rest of the faults
        report_other(*document, found_);
        include_all(*document, file, into);
        parse_pack_file(*document, into, found_);
        ok = true;
        break;
      case file_kind::other: report_other(*document, found_); break;
    }
    stack_.pop_back();
    return ok;
  }

  bool load_overlay(const yaml::document& document, const place& file, pack& into) {
    const std::optional<overlay_head> head = parse_overlay_head(document, found_);
    if (!head) return false;
    const std::optional<place> base = resolve(*head->base, file);
    if (!base || !may_open(*base, *head->base)) return false;
    if (!load_root(*base, head->base->at, into)) return false;
    if (into.name.text != head->of.text) {
      found_.error(codes::overlay_base, head->of.at,
                   fmt::format("`{}` is the pack `{}`, not `{}`", head->base->text, into.name.text,
                               head->of.text),
                   "name the pack that `base:` leads to");
    }
    apply_overlay(document, into, found_);
    return true;
  }

  void include_all(const yaml::document& document, const place& file, pack& into) {
    for (const yaml::node* node : includes_of(document, found_)) {
      const std::optional<place> next = resolve(*node, file);
      if (!next || !may_open(*next, *node)) continue;
      // A part that two files include is read once: its declarations are the same ones.
      if (std::find(read_.begin(), read_.end(), next->canonical) != read_.end()) continue;
      const std::optional<yaml::document> included = open(*next, node->at);
      if (!included) continue;
      if (kind_of(*included) == file_kind::other) {
        report_other(*included, found_);
        continue;
      }
      stack_.push_back(*next);
      include_all(*included, *next, into);
      parse_included_file(*included, into, found_);
      stack_.pop_back();
    }
  }

  bool may_open(const place& file, const yaml::node& node) {
    for (const place& open : stack_) {
      if (open.canonical != file.canonical) continue;
      std::string chain;
      for (const place& p : stack_) chain += p.shown + " -> ";
      found_.error(codes::include_loop, node.at,
                   fmt::format("`{}` includes itself: {}{}", node.text, chain, file.shown),
                   "drop one of these includes");
      return false;
    }
    if (stack_.size() > caps::include_depth || read_.size() > caps::include_files) {
      if (!capped_) {
        found_.error(codes::include_caps, node.at,
                     fmt::format("`{}` is one file too many", node.text),
                     "a pack may include 256 files, 8 deep");
      }
      capped_ = true;
      return false;
    }
    return true;
  }

  /// The file a relative path leads to; only files in the pack's folder or below do.
  std::optional<place> resolve(const yaml::node& node, const place& from) {
    const auto refuse = [&](std::string_view why) {
      found_.error(codes::include_refused, node.at, fmt::format("`{}` {}", node.text, why),
                   "name a file in the pack's folder or below, relative to this file");
      return std::nullopt;
    };
    if (node.nothing) return std::nullopt;
    if (node.kind != yaml::node_kind::scalar || node.text.empty()) return refuse("isn't a path");
    const fs::path relative(node.text);
    if (relative.is_absolute() || node.text.find('\\') != std::string::npos)
      return refuse("isn't a relative path");
    for (const fs::path& part : relative) {
      if (part == "..") return refuse("leads out of its folder");
    }
    const fs::path wanted = (fs::path(from.canonical).parent_path() / relative).lexically_normal();
    const std::string shown =
        (fs::path(from.shown).parent_path() / relative).lexically_normal().string();
    const std::optional<std::string> canonical = files_.canonical(wanted.string());
    if (!canonical) return place{shown, wanted.string()};  // reading it will say what is wrong
    if (*canonical != wanted.string()) return refuse("is reached by a symbolic link");
    const auto [end, unused] =
        std::mismatch(root_.begin(), root_.end(), wanted.begin(), wanted.end());
    if (end != root_.end()) return refuse("lies outside the pack's folder");
    if (files_.special(*canonical)) return refuse("is a pipe or a device");
    return place{shown, *canonical};
  }

  std::optional<yaml::document> open(const place& file, span from) {
    read_.push_back(file.canonical);
    file_text content = files_.read(file.canonical);
    const auto fail = [&](const code_info& code, std::string_view what, std::string_view help) {
      found_.error(code, from, fmt::format("`{}` {}", file.shown, what), std::string(help));
    };
    switch (content.fault) {
      case file_fault::none: break;
      case file_fault::missing:
        fail(codes::file_missing, "doesn't exist", "look at the path");
        return std::nullopt;
      case file_fault::unreadable:
        fail(codes::file_unreadable, "can't be read", "look at its permissions");
        return std::nullopt;
      case file_fault::directory:
        fail(codes::file_directory, "is a folder", "name the pack's file in it");
        return std::nullopt;
      case file_fault::too_large:
        fail(codes::file_too_large, "has more than 16 MiB", "split it into included files");
        return std::nullopt;
    }
    const bool empty = blank(content.text);
    const std::uint32_t index = result_.sources.add(file.shown, std::move(content.text));
    if (empty) {
      found_.error(codes::file_empty, span{index, 0, 0}, fmt::format("`{}` is empty", file.shown),
                   "a pack starts with `pack: NAME`");
      return std::nullopt;
    }
    return yaml::read(result_.sources, index, found_, yaml::mending::values);
  }

  /// Whether a text has nothing but blanks and comments.
  static bool blank(std::string_view text) {
    bool comment = false;
    for (const char c : text) {
      if (c == '\n') comment = false;
      if (c == '#') comment = true;
      if (!comment && c != ' ' && c != '\t' && c != '\n' && c != '\r') return false;
    }
    return true;
  }

  file_source& files_;
  loaded& result_;
  diagnostics& found_;
  fs::path root_;
  std::vector<place> stack_;
  std::vector<std::string> read_;
  bool capped_ = false;
};

}  // namespace

loaded load_pack(const std::string& path, file_source& files, diagnostics& found) {
  loaded result;
  loader(files, result, found).run(path);
  return result;
}

loaded load_pack_text(const std::string& name, std::string text, diagnostics& found) {
  memory_files files;
  files.add(name, std::move(text));
  return load_pack(name, files, found);
}

}  // namespace parley::syntax
