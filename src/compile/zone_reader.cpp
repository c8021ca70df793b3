#include "compile/zone_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "compile/zone_rule.hpp"

namespace parley::compile {
namespace {

namespace fs = std::filesystem;

/// The largest file of the database takes about 4 KB.
constexpr std::size_t file_most = 256 * 1024;
constexpr std::int64_t last_year = 2100;

bool safe_name(std::string_view name) {
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '/' && name.back() != '/' &&
         name.find("//") == std::string_view::npos && std::all_of(name.begin(), name.end(), word);
}

/// Names of the machine's own choice, and trees that repeat the whole database.
bool is_local(std::string_view name) {
  return name == "localtime" || name == "posixrules" || name.starts_with("posix/") ||
         name.starts_with("right/");
}

class byte_reader {
 public:
  explicit byte_reader(std::string_view bytes) : bytes_(bytes) {}

  /// Big-endian, `size` bytes; sets `good` to false beyond the end.
  std::uint64_t number(std::size_t size) {
    const std::string_view from = take(size);
    std::uint64_t made = 0;
    for (const char c : from) made = made << 8 | static_cast<unsigned char>(c);
    return made;
  }
  std::string_view take(std::size_t size) {
    if (size > bytes_.size() - at_) {
      good = false;
      return {};
    }
    at_ += size;
    return bytes_.substr(at_ - size, size);
  }
  [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }

  bool good = true;

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

struct block_counts {
  std::uint64_t utc = 0, standard = 0, leaps = 0, times = 0, types = 0, letters = 0;
};

std::optional<block_counts> header(byte_reader& in) {
  if (in.take(4) != "TZif") return std::nullopt;
  const std::string_view version = in.take(1);
  if (version.empty() || version[0] < '2' || version[0] > '9') return std::nullopt;
  in.take(15);
  block_counts made;
  for (std::uint64_t* n :
       {&made.utc, &made.standard, &made.leaps, &made.times, &made.types, &made.letters}) {
    *n = in.number(4);
  }
  if (!in.good) return std::nullopt;
  return made;
}

void add_step(zone_rules& rules, std::int64_t since, std::int64_t offset) {
  if (rules.steps.empty() || rules.steps.back() != offset) {
    rules.steps.push_back(since);
    rules.steps.push_back(offset);
  }
}

/// Writes the rule out, year by year, after the listed steps.
void expand(const zone_rule& rule, std::int64_t last, zone_rules& out) {
  if (!rule.changes) {
    if (out.steps.back() != rule.standard) add_step(out, last, rule.standard);
    return;
  }
  out.until = days_of(last_year + 1, 1, 1) * 86'400;
  std::vector<std::pair<std::int64_t, std::int64_t>> changes;
  // A year of margin on both sides: changes may lie days off the year they belong to.
  const std::int64_t first_year = std::max<std::int64_t>(1850, 1970 + last / 31'556'952 - 2);
  for (std::int64_t year = first_year; year <= last_year + 1; ++year) {
    changes.emplace_back(rule.begins.in_year(year) - rule.standard, rule.summer);
    changes.emplace_back(rule.ends.in_year(year) - rule.summer, rule.standard);
  }
  // Where summer time ends as it begins again, it goes on.
  std::sort(changes.begin(), changes.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    return a.second != rule.summer && b.second == rule.summer;
  });
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (i + 1 < changes.size() && changes[i + 1].first == changes[i].first) continue;
    if (changes[i].first > last && changes[i].first < out.until)
      add_step(out, changes[i].first, changes[i].second);
  }
}

}  // namespace

std::optional<zone_rules> parse_zone(std::string_view bytes) {
  if (bytes.size() > file_most) return std::nullopt;
  byte_reader in(bytes);
  // The first block has times of 32 bits, for readers of old.
  std::optional<block_counts> counts = header(in);
  if (!counts) return std::nullopt;
  const auto size_of = [](const block_counts& c, std::uint64_t time) {
    return c.times * (time + 1) + c.types * 6 + c.letters + c.leaps * (time + 4) + c.standard +
           c.utc;
  };
  in.take(static_cast<std::size_t>(size_of(*counts, 4)));
  if (!in.good) return std::nullopt;
  counts = header(in);
  if (!counts || counts->leaps != 0 || counts->types == 0 || counts->types > 256 ||
      size_of(*counts, 8) > bytes.size()) {
    return std::nullopt;
  }
  std::vector<std::int64_t> times(static_cast<std::size_t>(counts->times));
  for (std::int64_t& t : times) t = static_cast<std::int64_t>(in.number(8));
  const std::string_view used = in.take(times.size());
  std::vector<std::int64_t> offsets(static_cast<std::size_t>(counts->types));
  for (std::int64_t& offset : offsets) {
    offset = static_cast<std::int32_t>(static_cast<std::uint32_t>(in.number(4)));
    in.take(2);
    if (offset > graph::zone_offset_most || offset < -graph::zone_offset_most) return std::nullopt;
  }
  in.take(static_cast<std::size_t>(counts->letters + counts->standard + counts->utc));
  if (!in.good) return std::nullopt;
  const std::string_view foot = in.rest();
  if (foot.size() < 2 || foot.front() != '\n' || foot.back() != '\n') return std::nullopt;

  zone_rules made;
  add_step(made, graph::beginning_of_time, offsets[0]);
  std::int64_t last = graph::beginning_of_time;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto type = static_cast<unsigned char>(used[i]);
    if (times[i] <= last || type >= offsets.size()) return std::nullopt;
    last = times[i];
    add_step(made, last, offsets[type]);
  }
  const std::string_view text = foot.substr(1, foot.size() - 2);
  if (text.empty()) return made;
  const std::optional<zone_rule> rule = parse_zone_rule(text);
  if (!rule) return std::nullopt;
  if (times.empty()) last = 0;
  if (last > days_of(last_year, 1, 1) * 86'400) return std::nullopt;
  expand(*rule, last, made);
  return made;
}

zone_reading read_zone(std::string_view name, const std::string& database) {
  zone_reading made;
  std::error_code failed;
  made.fault = zone_fault::unknown;
  if (!safe_name(name) || is_local(name)) return made;
  if (!fs::is_directory(database, failed)) {
    made.fault = zone_fault::no_database;
    return made;
  }
  const fs::path file = fs::path(database) / std::string(name);
  if (!fs::is_regular_file(file, failed)) return made;
  made.fault = zone_fault::unreadable;
  std::ifstream in(file, std::ios::binary);
  std::string bytes(file_most + 1, '\0');
  if (!in || !in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())).eof()) return made;
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  std::optional<zone_rules> rules = parse_zone(bytes);
  // The database also holds lists and tables that are no zones.
  if (!rules) {
    if (!bytes.starts_with("TZif")) made.fault = zone_fault::unknown;
    return made;
  }
  made.fault = zone_fault::none;
  made.rules = *std::move(rules);
  return made;
}

std::vector<std::string> zone_names(const std::string& database) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::recursive_directory_iterator walk(database, failed);
  for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
    const std::string name =
        walk->path().generic_string().substr(std::string_view(database).size() + 1);
    std::error_code ignored;
    if (!safe_name(name) || is_local(name) || is_local(name + "/")) {
      if (walk->is_directory(ignored)) walk.disable_recursion_pending();
    } else if (walk->is_regular_file(ignored) && name != "leapseconds") {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace parley::compile
