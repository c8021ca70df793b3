#include "cel/skip_list.hpp"

#include <fstream>
#include <stdexcept>

namespace parley::cel {

skip_list::skip_list(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("can't read " + path);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t bar = line.find(" | ");
    const std::size_t last = bar == std::string::npos ? bar : line.find(" | ", bar + 3);
    if (last == std::string::npos || last + 3 >= line.size())
      throw std::runtime_error(path + ": no `STAGE | NAME | reason`: " + line);
    if (!entries_.try_emplace(line.substr(0, last), entry{line.substr(last + 3), false}).second)
      throw std::runtime_error(path + ": stands twice: " + line);
  }
}

const std::string* skip_list::reason(stage s, const std::string& name) {
  const auto found = entries_.find(std::string(name_of(s)) + " | " + name);
  if (found == entries_.end()) return nullptr;
  found->second.used = true;
  return &found->second.reason;
}

std::map<std::string, std::string> skip_list::unused() const {
  std::map<std::string, std::string> made;
  for (const auto& [name, e] : entries_) {
    if (!e.used) made.emplace(name, e.reason);
  }
  return made;
}

}  // namespace parley::cel
