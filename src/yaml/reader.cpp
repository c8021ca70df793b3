#include "yaml/reader.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <new>
#include <streambuf>
#include <string>
#include <string_view>

#include "yaml/codes.hpp"
#include "yaml/json_reader.hpp"
#include "yaml/prescan.hpp"
#include "yaml/surrogates.hpp"
#include "yaml/tree_builder.hpp"

namespace parley::yaml {

namespace {

constexpr std::string_view quote_help = "put the text in quotes";

/// Lets yaml-cpp read memory without a copy. It only reads, so the cast never leads to a write.
class memory_buffer final : public std::streambuf {
 public:
  explicit memory_buffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

std::string_view line_of(std::string_view text, std::size_t at) noexcept {
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  return text.substr(begin, std::min(text.find('\n', at), text.size()) - begin);
}

/// The first quote from `from` on that opens a text and isn't closed on its line.
std::size_t find_open_quote(std::string_view text, std::size_t from) noexcept {
  bool starts = true;  // whether a text may start here
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '[' || c == '{' || c == ',') {
      starts = true;
    } else if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n')) {
      i = std::min(text.find('\n', i), text.size());
      starts = true;
    } else if (starts && (c == '"' || c == '\'')) {
      const std::size_t end = closing_quote(text, i);
      if (end == std::string_view::npos) return i;
      i = end;
      starts = false;
    } else if (c == ' ' || c == '\t') {
      if (i > 0 && (text[i - 1] == ':' || text[i - 1] == '-')) starts = true;
    } else if (c != '\r') {
      starts = false;
    }
  }
  return std::string_view::npos;
}

/// What most likely mends a fault that yaml-cpp found on this line.
std::string help_for(std::string_view message, std::string_view line) {
  if (line.find_first_not_of(" \t") != std::string_view::npos &&
      line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos) {
    return "indent with spaces, not with tabs";
  }
  const std::size_t mark = std::min(line.find(": "), line.find("- "));
  std::size_t value = mark == std::string_view::npos ? 0 : mark + 2;
  value = std::min(line.find_first_not_of(" \t", value), line.size());
  const char first = value < line.size() ? line[value] : ' ';
  if (std::string_view("!%@`&*").find(first) != std::string_view::npos) {
    return fmt::format("{}: it starts with `{}`, which means something to YAML", quote_help, first);
  }
  if (message == YAML::ErrorMsg::MAP_VALUE) {
    return fmt::format(
        "{} if it holds `: `; else check the indentation and the colon of the line above",
        quote_help);
  }
  if (message == YAML::ErrorMsg::END_OF_MAP_FLOW || message == YAML::ErrorMsg::END_OF_SEQ_FLOW ||
      message == YAML::ErrorMsg::FLOW_END) {
    return fmt::format("check the brackets; {} if it holds `,` `[` `{{` or `: `", quote_help);
  }
  if (first == '[' || first == '{') {
    return fmt::format("{} if `{}` is part of it; else check the brackets", quote_help, first);
  }
  if (message.starts_with(YAML::ErrorMsg::INVALID_UNICODE)) {
    return "escapes from \\ud800 to \\udfff only stand for a character in pairs";
  }
  if (message.starts_with(YAML::ErrorMsg::INVALID_ESCAPE)) {
    return "write `\\\\` for a backslash, or use single quotes";
  }
  return fmt::format("check the indentation; {} if it holds `,` `[` `{{` or `: `", quote_help);
}

/// Our words for yaml-cpp's.
std::string_view reworded(std::string_view message) noexcept {
  using namespace YAML::ErrorMsg;
  if (message == END_OF_MAP) return "this line doesn't belong to the mapping above";
  if (message == END_OF_SEQ) return "this line doesn't belong to the list above";
  if (message == END_OF_MAP_FLOW) return "a `{` isn't closed, or a `,` is missing";
  if (message == END_OF_SEQ_FLOW) return "a `[` isn't closed, or a `,` is missing";
  if (message == FLOW_END) return "a closing bracket without an opening one";
  if (message == BLOCK_ENTRY) return "a list item can't start here";
  if (message == MAP_KEY) return "a key can't start here";
  if (message == MAP_VALUE) return "a `:` can't stand here";
  if (message == UNKNOWN_TOKEN) return "YAML can't read this character here";
  if (message == TAB_IN_INDENTATION) return "a tab in the indentation";
  if (message == DOC_IN_SCALAR) return "a document mark inside a quoted text";
  return message;
}

void explain(const YAML::Exception& fault, std::string_view text, std::uint32_t shift,
             std::uint32_t file, const tree_builder& tree, diagnostics& found) {
  std::size_t at = fault.mark.is_null() || fault.mark.pos < 0
                       ? tree.last_position()
                       : std::min(static_cast<std::size_t>(fault.mark.pos), text.size());
  const auto span_at = [&](std::size_t position, std::size_t size) {
    return span{file, static_cast<std::uint32_t>(position) + shift,
                static_cast<std::uint32_t>(size)};
  };
  // A quote that swallowed lines explains whatever came of it.
  const std::size_t quote = find_open_quote(text, tree.last_position());
  if (quote != std::string_view::npos && quote <= at) {
    const std::size_t end = std::min(text.find('\n', quote), text.size());
    found.error(codes::open_quote, span_at(quote, end - quote),
                "this quote isn't closed on its line",
                "close it; longer text goes into a block that starts with `|`");
    return;
  }
  // What stands behind a bracket that nothing closes was read as part of it.
  if (const std::size_t open = tree.open_bracket(); open != std::string_view::npos) {
    diagnostics kept;
    for (const diagnostic& d : found.items()) {
      if (d.at.offset < open + shift) kept.add(d);
    }
    found = std::move(kept);
    found.error(codes::not_yaml, span_at(open, 1),
                fmt::format("this `{}` isn't closed", text[open]),
                fmt::format("check the brackets; {} if it holds `,` `[` `{{` or `: `", quote_help));
    return;
  }
  if (fault.msg == YAML::ErrorMsg::UNKNOWN_ANCHOR) {
    found.error(codes::anchor_or_alias, span_at(at, 1), "YAML reads this as an alias",
                "put the text in quotes; aliases aren't supported");
    return;
  }
  found.error(codes::not_yaml, span_at(at, at < text.size() ? 1 : 0),
              std::string(reworded(fault.msg)), help_for(fault.msg, line_of(text, at)));
}

/// `found` is of this text alone.
std::optional<document> read_yaml(std::string_view whole, std::uint32_t file, diagnostics& found,
                                  mending wanted) {
  const auto shift = static_cast<std::uint32_t>(byte_order_mark(whole));
  const std::optional<std::string> hidden = hide_surrogates(whole.substr(shift));
  const std::string_view text = hidden ? std::string_view(*hidden) : whole.substr(shift);

  tree_builder tree(text, shift, file, hidden.has_value(), found);
  try {
    memory_buffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    // yaml-cpp can offer documents without end; the builder stops at the second.
    while (parser.HandleNextDocument(tree)) {
    }
  } catch (const stop_reading&) {
    return std::nullopt;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const YAML::Exception& fault) {
    explain(fault, text, shift, file, tree, found);
    return std::nullopt;
  } catch (const std::exception&) {
    found.error(codes::not_yaml, {file, shift, 0}, "this file can't be read as YAML",
                "check that it is the right file");
    return std::nullopt;
  }
  if (!tree.started()) {
    found.error(codes::empty_file, {file, shift, 0}, "the file is empty",
                "check that it is the right file");
  }
  const std::size_t mended = wanted == mending::values ? tree.mended() : 0;
  if (found.error_count() != tree.duplicates() + mended) return std::nullopt;
  return tree.take();
}

}  // namespace

std::optional<document> read(const source_set& sources, std::uint32_t file, diagnostics& found,
                             mending wanted) {
  const std::string_view whole = sources[file].text();
  if (!prescan(whole, file, found)) return std::nullopt;
  if (whole.starts_with('{')) {
    if (std::optional<document> json = read_json(whole, file)) return json;
  }
  diagnostics here;
  std::optional<document> made = read_yaml(whole, file, here, wanted);
  for (const diagnostic& d : here.items()) found.add(d);
  return made;
}

}  // namespace parley::yaml
