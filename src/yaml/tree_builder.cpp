#include "yaml/tree_builder.hpp"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <utility>

#include "parley/base/limits.hpp"
#include "yaml/codes.hpp"
#include "yaml/surrogates.hpp"

namespace parley::yaml {

namespace {

/// Text of the user in a message, short enough for one line.
std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::size_t line_end(std::string_view text, std::size_t from) noexcept {
  const std::size_t end = text.find('\n', from);
  return end == std::string_view::npos ? text.size() : end;
}

bool says_null(std::string_view rest) noexcept {
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (!rest.starts_with(word)) continue;
    const char next = rest.size() > word.size() ? rest[word.size()] : '\n';
    if (next == '\n' || next == '\r' || next == ' ' || next == ',' || next == ']' || next == '}') {
      return true;
    }
  }
  return false;
}

/// Whether the bracket at `open` is closed somewhere; quoted texts don't count.
bool closes(std::string_view text, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      const std::size_t end = closing_quote(text, i);
      if (end == std::string_view::npos) return false;
      i = end;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if ((c == ']' || c == '}') && --depth == 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::size_t closing_quote(std::string_view text, std::size_t open) noexcept {
  const char quote = text[open];
  for (std::size_t i = open + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (quote == '"' && text[i] == '\\') {
      if (i + 1 < text.size() && text[i + 1] != '\n') ++i;
    } else if (text[i] == quote) {
      if (quote == '\'' && i + 1 < text.size() && text[i + 1] == '\'') {
        ++i;
      } else {
        return i;
      }
    }
  }
  return std::string_view::npos;
}

std::size_t tree_builder::position(const YAML::Mark& mark) noexcept {
  const std::size_t found = mark.pos < 0 ? last_ : static_cast<std::size_t>(mark.pos);
  last_ = std::max(last_, std::min(found, text_.size()));
  return std::min(found, text_.size());
}

std::size_t tree_builder::open_bracket() const {
  for (const frame& f : frames_) {
    const char first = byte(f.position);
    if ((first == '[' || first == '{') && !closes(text_, f.position)) return f.position;
  }
  return std::string_view::npos;
}

void tree_builder::OnDocumentStart(const YAML::Mark& mark) {
  const std::size_t where = position(mark);
  if (documents_++ == 0) return;
  if (text_.substr(where).starts_with("---")) {
    found_.error(codes::second_document, at(where, 3), "a second document starts here",
                 "one file holds one document: remove `---` or split the file");
  } else {
    const std::size_t end = line_end(text_, where);
    found_.error(codes::second_document, at(where, std::max<std::size_t>(end - where, 1)),
                 "this stands after the end of the document",
                 "check brackets and indentation above; text with `,` `[` or `{` needs quotes");
  }
  throw stop_reading{};
}

void tree_builder::refuse_properties(std::size_t where) {
  const char first = byte(where);
  if ((first != '!' && first != '&') || refused_ == where) return;
  refused_ = where;
  std::size_t end = where;
  while (end < text_.size() && text_[end] != ' ' && text_[end] != '\n' && text_[end] != '\r') ++end;
  const std::string word = shown(text_.substr(where, end - where));
  if (first == '!') {
    found_.error(codes::tag, at(where, end - where), fmt::format("YAML reads `{}` as a tag", word),
                 "put the text in quotes");
  } else {
    found_.error(codes::anchor_or_alias, at(where, end - where),
                 fmt::format("YAML reads `{}` as an anchor", word),
                 "put the text in quotes; anchors aren't supported");
  }
}

void tree_builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  const std::size_t where = position(mark);
  found_.error(codes::anchor_or_alias, at(where, 1), "YAML reads this as an alias",
               "put the text in quotes; aliases aren't supported");
  if (!frames_.empty() && !expects_key()) ++mended_;
  add_nothing(at(where, 1));
}

void tree_builder::OnNull(const YAML::Mark& mark, YAML::anchor_t) {
  const std::size_t where = position(mark);
  const std::size_t errors = found_.error_count();
  refuse_properties(where);
  if (!frames_.empty() && !expects_key()) mended_ += found_.error_count() - errors + 1;
  const bool in_mapping = !frames_.empty() && frames_.back().kind == node_kind::mapping;
  if (in_mapping && expects_key()) {
    found_.error(codes::no_value, at(where, 1), "a key is missing here",
                 "write `key: value`; text that starts with `?` or `:` needs quotes");
    add_nothing(at(where, 1));
    return;
  }
  if (in_mapping) {
    const node& key = document_.nodes[pending_.back()];
    const std::size_t key_at = key.at.offset - shift_;
    if (where > key_at && says_null(text_.substr(where))) {
      found_.error(codes::no_value, at(where, byte(where) == '~' ? 1 : 4),
                   fmt::format("`{}` has no value", shown(key.text)),
                   "give it a value; in facts, `absent` says that there is none");
      add_nothing(at(where, 1));
      return;
    }
    std::size_t after = key_at + key.at.length;
    if (key.exact && key.style != scalar_style::plain) ++after;  // the closing quote
    while (byte(after) == ' ') ++after;
    const bool colon = byte(after) == ':';
    std::string help;
    if (colon) {
      help = "write the value after the colon, or indent it below";
    } else if (in_flow_mapping()) {
      help = "missing colon? text with a `,` in it needs quotes: put the text in quotes";
    } else if (key.text.find(':') != std::string::npos) {
      help = "missing space after the colon?";
    } else {
      help = "missing colon? write `key: value`";
    }
    found_.error(codes::no_value, key.at, fmt::format("`{}` has no value", shown(key.text)),
                 std::move(help));
    add_nothing(key.at);
    return;
  }
  const bool ended =
      where >= text_.size() || text_.find_first_not_of(" \r\n", where) == std::string_view::npos;
  if (frames_.empty() && ended) {
    found_.error(codes::empty_file, at(0, 0), "the file is empty",
                 "check that it is the right file");
  } else if (frames_.empty() && !says_null(text_.substr(where))) {
    found_.error(codes::not_yaml, at(where, 1), "YAML can't read this character here",
                 "put the text in quotes");
    throw stop_reading{};
  } else {
    found_.error(codes::no_value, at(where, 1),
                 frames_.empty() ? "the file holds nothing" : "an item of the list has no value",
                 "give it a value or remove it");
  }
  add_nothing(at(where, 1));
}

void tree_builder::refuse_glued_comment(std::size_t from) {
  for (std::size_t i = from;; ++i) {
    const char c = byte(i);
    if (c == '#' && i > 0 && byte(i - 1) != ' ' && byte(i - 1) != '\t') {
      found_.error(codes::not_yaml, at(i, 1), "a comment needs a blank before its `#`",
                   "put a blank before it, or the text in quotes");
      return;
    }
    if (c != ' ' && c != ',' && c != ']' && c != '}') return;
  }
}

void tree_builder::place_quoted(node& made, std::size_t where, char quote) {
  made.style = quote == '"' ? scalar_style::double_quoted : scalar_style::single_quoted;
  const std::size_t close_at = closing_quote(text_, where);
  if (close_at == std::string_view::npos) {
    found_.error(codes::open_quote, at(where, line_end(text_, where) - where),
                 "this quote isn't closed on its line",
                 "close it; longer text goes into a block that starts with `|`");
    throw stop_reading{};  // what follows was swallowed: nothing after it can be trusted
  }
  const std::string_view inner = text_.substr(where + 1, close_at - where - 1);
  made.exact = inner == made.text;
  made.at = made.exact ? at(where + 1, inner.size()) : at(where, close_at + 1 - where);
  refuse_glued_comment(close_at + 1);
}

void tree_builder::place_plain(node& made, std::size_t where) {
  made.style = scalar_style::plain;
  made.exact = text_.substr(where, made.text.size()) == made.text &&
               made.text.find('\n') == std::string::npos;
  made.at = at(where, made.exact ? made.text.size() : line_end(text_, where) - where);
  if (!made.exact) {
    found_.error(
        codes::folded_text, made.at, "this text runs on over the next line",
        "write it on one line, or as a block that starts with `|`; check the indentation of "
        "the next line");
    return;
  }
  refuse_glued_comment(where + made.text.size());
}

void tree_builder::place_block(node& made, std::size_t where) {
  made.style = scalar_style::block;
  made.at = at(where, 1);
  std::size_t header = where + 1;
  while (byte(header) == '+' || byte(header) == '-' || (byte(header) >= '0' && byte(header) <= '9'))
    ++header;
  refuse_glued_comment(header);
  if (byte(where) != '|' || made.text.empty() || made.text.front() == '\n') return;
  // Walks the lines of the file and of the text together; any difference leaves the block inexact.
  const std::size_t begin = line_end(text_, where) + 1;
  std::size_t spaces = 0;
  while (byte(begin + spaces) == ' ') ++spaces;
  const std::size_t own = std::min(made.text.find_first_not_of(' '), made.text.size());
  if (own > spaces || spaces - own > 0xFFFF) return;
  const std::size_t indent = spaces - own;
  const std::string_view whole = made.text;
  std::size_t from = 0;
  std::size_t line = begin;
  std::size_t lines = 0;
  while (from < whole.size()) {
    const std::size_t end = std::min(whole.find('\n', from), whole.size());
    const std::string_view part = whole.substr(from, end - from);
    if (line + indent > text_.size() || text_.substr(line + indent, part.size()) != part) return;
    const std::size_t after = line + indent + part.size();
    if (end < whole.size() && byte(after) != '\n') return;
    line = after + 1;
    from = end + 1;
    ++lines;
  }
  made.exact = lines == 1 || indent == 0;
  if (!made.exact) made.indent = static_cast<std::uint16_t>(indent);
  made.at = at(begin + indent, made.text.size() + (lines - 1) * (made.exact ? 0 : indent));
}

void tree_builder::OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                            const std::string& value) {
  const std::size_t where = position(mark);
  const std::size_t errors = found_.error_count();
  refuse_properties(where);
  node made;
  made.text = value;
  const char first = byte(where);
  if (refused_ == where) {
    made.at = at(where, 1);
  } else if (first == '"' || first == '\'') {
    place_quoted(made, where, first);
  } else if (first == '|' || first == '>') {
    place_block(made, where);
  } else {
    place_plain(made, where);
  }
  if (surrogates_ && restore_surrogates(made.text, made.style == scalar_style::double_quoted)) {
    made.exact = false;
    made.indent = 0;
  }
  if (value.size() > caps::scalar_bytes) {
    found_.error(codes::too_large, at(where, 1),
                 fmt::format("this text has {} bytes, at most {} are allowed", value.size(),
                             caps::scalar_bytes),
                 "shorten it");
  }
  if (expects_key()) {
    check_key(made);
  } else if (!frames_.empty() && found_.error_count() != errors) {
    mended_ += found_.error_count() - errors;
    made.nothing = true;
  }
  add(std::move(made));
}

void tree_builder::check_key(const node& key) {
  if (key.style == scalar_style::plain && key.text == "<<") {
    found_.error(codes::merge_key, key.at, "`<<` (merge) isn't supported",
                 "write the entries where they are meant");
  } else if (key.text.size() > caps::key_bytes) {
    found_.error(codes::too_large, key.at,
                 fmt::format("this key has {} bytes, at most {} are allowed", key.text.size(),
                             caps::key_bytes),
                 "shorten it");
  } else if (key.style == scalar_style::block) {
    found_.error(codes::odd_key, key.at, "a key must be a text on one line", "write `key: value`");
  }
}

void tree_builder::OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                                   YAML::EmitterStyle::value) {
  open(position(mark), node_kind::sequence);
}

void tree_builder::OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                              YAML::EmitterStyle::value) {
  open(position(mark), node_kind::mapping);
}

void tree_builder::open(std::size_t where, node_kind kind) {
  const std::size_t errors = found_.error_count();
  refuse_properties(where);
  mended_ += found_.error_count() - errors;
  if (expects_key()) {
    const char first = byte(where);
    if ((first == '[' || first == '{') && !closes(text_, where)) {
      found_.error(codes::not_yaml, at(where, 1), fmt::format("this `{}` isn't closed", first),
                   "check the brackets; put the text in quotes if it holds `,` `[` `{` or `: `");
    } else {
      found_.error(codes::odd_key, at(where, 1), "a list or mapping can't be a key",
                   "if it is a text, put the text in quotes");
    }
    throw stop_reading{};
  }
  if (frames_.size() >= caps::yaml_depth) {
    found_.error(
        codes::too_deep, at(where, 1),
        fmt::format("lists and mappings nest more than {} levels deep here", caps::yaml_depth),
        "if this is one text with brackets, put the text in quotes");
    throw stop_reading{};
  }
  frames_.push_back({where, pending_.size(), kind});
}

void tree_builder::close(node_kind kind) {
  const frame closed = frames_.back();
  frames_.pop_back();
  node made;
  made.kind = kind;
  made.first = static_cast<std::uint32_t>(document_.children.size());
  if (kind == node_kind::mapping) drop_duplicates(closed.first);
  made.count = static_cast<std::uint32_t>(pending_.size() - closed.first);
  document_.children.insert(document_.children.end(),
                            pending_.begin() + static_cast<std::ptrdiff_t>(closed.first),
                            pending_.end());
  const bool flow = byte(closed.position) == '[' || byte(closed.position) == '{';
  std::size_t end = closed.position + (flow ? 2 : 0);
  if (made.count != 0) {
    const node& last = document_.nodes[pending_.back()];
    end = std::max<std::size_t>(end, last.at.offset - shift_ + last.at.length);
    if (last.exact &&
        (last.style == scalar_style::single_quoted || last.style == scalar_style::double_quoted)) {
      ++end;
    }
    if (flow && (byte(end) == ']' || byte(end) == '}')) ++end;
  }
  made.at = at(closed.position, end - closed.position);
  pending_.resize(closed.first);
  add(std::move(made));
}

void tree_builder::drop_duplicates(std::size_t first) {
  const std::size_t entries = (pending_.size() - first) / 2;
  const auto key = [&](std::size_t entry) -> const node& {
    return document_.nodes[pending_[first + 2 * entry]];
  };
  std::vector<std::uint32_t> order(entries);
  for (std::size_t i = 0; i < entries; ++i) order[i] = static_cast<std::uint32_t>(i);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int c = key(a).text.compare(key(b).text);
    return c != 0 ? c < 0 : a < b;
  });
  std::vector<bool> repeated;
  std::size_t leader = 0;
  for (std::size_t i = 1; i < entries; ++i) {
    if (key(order[i]).text != key(order[leader]).text) {
      leader = i;
      continue;
    }
    repeated.resize(entries, false);
    repeated[order[i]] = true;
    ++duplicates_;
    found_
        .error(codes::duplicate_key, key(order[i]).at,
               fmt::format("`{}` stands here a second time", shown(key(order[i]).text)),
               "keep one of the two")
        .related.push_back({key(order[leader]).at, "the first one"});
  }
  if (repeated.empty()) return;
  std::size_t kept = first;
  for (std::size_t i = 0; i < entries; ++i) {
    if (repeated[i]) continue;
    pending_[kept++] = pending_[first + 2 * i];
    pending_[kept++] = pending_[first + 2 * i + 1];
  }
  pending_.resize(kept);
}

void tree_builder::add(node made) {
  if (document_.nodes.size() >= caps::yaml_nodes) {
    found_.error(codes::too_large, made.at,
                 fmt::format("the file holds more than {} values", caps::yaml_nodes), "split it");
    throw stop_reading{};
  }
  document_.root = static_cast<std::uint32_t>(document_.nodes.size());
  document_.nodes.push_back(std::move(made));
  if (!frames_.empty()) pending_.push_back(document_.root);
}

}  // namespace parley::yaml
