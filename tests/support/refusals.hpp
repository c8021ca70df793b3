// Files of cases: a text, then what is said of it, each line marked with `>`, then a blank line.
// PARLEY_UPDATE=1 writes the answers anew; read the difference before it is kept.
#pragma once

#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parley/base/diagnostic.hpp"
#include "parley/base/source.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace parley::test {

using said_of = std::function<std::vector<std::string>(const std::vector<std::string>& text)>;

/// Checks every case of tests/`file`; there must be more than `least`.
inline void check_cases(const std::string& file, std::size_t least, const said_of& answers) {
  const bool update = std::getenv("PARLEY_UPDATE") != nullptr;
  const std::string path = tests_dir() + "/" + file;
  std::vector<std::string> lines;
  {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
  }
  std::string made;
  std::size_t cases = 0;
  for (std::size_t i = 0; i < lines.size(); ++cases) {
    std::vector<std::string> text;
    std::string wanted;
    for (; i < lines.size() && !lines[i].empty(); ++i) {
      if (lines[i].starts_with(">")) {
        wanted += lines[i] + "\n";
      } else {
        text.push_back(lines[i]);
      }
    }
    while (i < lines.size() && lines[i].empty()) ++i;
    std::string got;
    for (const std::string& line : answers(text)) got += ">  " + line + "\n";
    if (!made.empty()) made += "\n";
    for (const std::string& line : text) made += line + "\n";
    made += got;
    INFO(file << ": " << (text.empty() ? "" : text.front()));
    if (!update) CHECK(got == wanted);
  }
  CHECK(cases > least);
  if (update) std::ofstream(path) << made;
}

/// "1:5 PL6003 message -- help [1:2 what else]"; `at` tells a place.
inline std::string told(const diagnostic& d, const std::function<std::string(const span&)>& at) {
  std::string line = at(d.at) + " " + std::string(d.code) + " " +
                     (d.severity == severity::error ? "" : "(warning) ") + d.message;
  if (!d.help.empty()) line += " -- " + d.help;
  for (const related_place& r : d.related) line += " [" + at(r.at) + " " + r.message + "]";
  return line;
}

}  // namespace parley::test
