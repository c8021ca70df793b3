// Packs from memory, and what is said about them.
#pragma once

#include <string>

#include "syntax/dump.hpp"
#include "syntax/load.hpp"

namespace parley::syntax::test {

/// "file:line:column CODE message" a line, sorted by place.
inline std::string said(const source_set& sources, diagnostics& found) {
  found.sort();
  std::string text;
  for (const diagnostic& d : found.items()) {
    if (!text.empty()) text += "\n";
    if (d.at.known()) {
      const place p = sources[d.at.file].at(d.at.offset);
      text += sources[d.at.file].name() + ":" + std::to_string(p.line) + ":" +
              std::to_string(p.column) + " ";
    }
    text += d.code + " " + d.message;
  }
  return text;
}

/// The faults of the pack, or its dump when there are none.
inline std::string load_outcome(file_source& files, const std::string& path) {
  diagnostics found;
  const loaded result = load_pack(path, files, found);
  if (!found.empty()) return said(result.sources, found);
  return result.parsed ? dump(*result.parsed) : "nothing, and no word about it";
}

inline std::string text_outcome(std::string text) {
  memory_files files;
  files.add("p.yaml", std::move(text));
  return load_outcome(files, "p.yaml");
}

inline const std::string head = "pack: p\ncurrency: USD\n";
inline const std::string head_dump =
    "pack p currency=USD rounding=0/largest/order basis=running stacking=closed intent=required "
    "tax=exclusive\n";

}  // namespace parley::syntax::test
