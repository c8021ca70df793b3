#include "report/sarif.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "parley/compiler/codes.hpp"

namespace parley::report {

namespace {

using nlohmann::ordered_json;

std::string_view level_of(severity level) noexcept {
  switch (level) {
    case severity::error: return "error";
    case severity::warning: return "warning";
    case severity::note: return "note";
  }
  return "error";
}

/// A path as a relative reference: every byte that isn't unreserved is escaped.
std::string uri_of(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool plain = letter || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

/// Columns count code points, from 1.
std::uint32_t column_of(const source_file& file, place at) {
  const std::string_view before = file.line(at.line).substr(0, at.column - 1);
  const auto count = std::count_if(before.begin(), before.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  return static_cast<std::uint32_t>(count) + 1;
}

ordered_json location(const source_set& sources, span at) {
  const source_file& file = sources[at.file];
  const place begin = file.at(at.offset);
  const place end = file.at(at.offset + at.length);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(file.name())}}},
            {"region",
             {{"startLine", begin.line},
              {"startColumn", column_of(file, begin)},
              {"endLine", end.line},
              {"endColumn", column_of(file, end)}}}}}};
}

class log_writer {
 public:
  void add(const source_set& sources, const diagnostic& item, const suppressed_diagnostic* why) {
    const std::string text =
        item.help.empty() ? item.message : fmt::format("{}; {}", item.message, item.help);
    ordered_json result{{"ruleId", item.code},
                        {"ruleIndex", rule(item.code)},
                        {"level", level_of(item.severity)},
                        {"message", {{"text", text}}}};
    ordered_json places = ordered_json::array();
    if (item.at.known()) places.push_back(location(sources, item.at));
    result["locations"] = std::move(places);
    ordered_json related = ordered_json::array();
    for (const related_place& place : item.related) {
      if (!place.at.known()) continue;
      ordered_json one = location(sources, place.at);
      one["id"] = related.size();
      one["message"] = {{"text", place.message}};
      related.push_back(std::move(one));
    }
    if (!related.empty()) result["relatedLocations"] = std::move(related);
    if (!item.witness.empty()) result["properties"] = {{"witness", item.witness}};
    if (why != nullptr) {
      result["suppressions"] = ordered_json::array(
          {{{"kind", why->in_source ? "inSource" : "external"}, {"justification", why->because}}});
    }
    results_.push_back(std::move(result));
  }

  ordered_json finish(std::string_view version) {
    return {{"version", "2.1.0"},
            {"runs",
             ordered_json::array(
                 {{{"tool",
                    {{"driver",
                      {{"name", "parley"}, {"version", version}, {"rules", std::move(rules_)}}}}},
                   {"columnKind", "unicodeCodePoints"},
                   {"results", std::move(results_)}}})}};
  }

 private:
  std::size_t rule(const std::string& code) {
    const auto [found, fresh] = numbers_.try_emplace(code, rules_.size());
    if (fresh) {
      ordered_json made{{"id", code}};
      if (const code_info* const info = code_named(code)) {
        made["shortDescription"] = {{"text", info->title}};
        made["fullDescription"] = {{"text", info->page}};
        made["help"] = {{"text", info->page}};
      }
      rules_.push_back(std::move(made));
    }
    return found->second;
  }

  std::map<std::string, std::size_t> numbers_;
  ordered_json rules_ = ordered_json::array();
  ordered_json results_ = ordered_json::array();
};

}  // namespace

ordered_json sarif(std::span<const findings_of_pack> packs, std::string_view version) {
  log_writer log;
  for (const findings_of_pack& pack : packs) {
    for (const diagnostic& item : pack.found->items()) log.add(*pack.sources, item, nullptr);
    for (const suppressed_diagnostic& s : pack.suppressed) log.add(*pack.sources, s.item, &s);
  }
  return log.finish(version);
}

}  // namespace parley::report
