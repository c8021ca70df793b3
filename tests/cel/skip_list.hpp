// The committed list of cases that aren't expected to pass, each with its reason.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace parley::cel {

/// What a case is scored for.
enum class stage { parse, check, evaluate };

[[nodiscard]] constexpr std::string_view name_of(stage s) {
  return s == stage::parse ? "parse" : s == stage::check ? "check" : "evaluate";
}

/// Lines of `STAGE | SUITE/NAME | reason`; `#` begins a comment line.
class skip_list {
 public:
  /// Throws std::runtime_error for a line of another form, or one that stands twice.
  explicit skip_list(const std::string& path);

  /// The reason why a case is skipped, or nothing; marks the line as used.
  [[nodiscard]] const std::string* reason(stage s, const std::string& name);
  /// Lines that name no case.
  [[nodiscard]] std::map<std::string, std::string> unused() const;

 private:
  struct entry {
    std::string reason;
    bool used = false;
  };
  std::map<std::string, entry> entries_;
};

}  // namespace parley::cel
