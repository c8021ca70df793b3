// The example program prints what docs/embedding.md shows.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "support/catch.hpp"
#include "support/places.hpp"

namespace {

std::string output_of(const std::string& program) {
  std::string out;
  FILE* const pipe = popen(("'" + program + "' 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    out.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  return out;
}

}  // namespace

TEST_CASE("docs/embedding.md shows what its program prints") {
  std::ifstream in(parley::test::source_dir() + "/docs/embedding.md");
  std::ostringstream page;
  page << in.rdbuf();
  const std::string printed = output_of(PARLEY_EMBED_EXAMPLE);
  INFO(printed);
  CHECK(printed.size() > 40);
  CHECK(page.str().find("```text\n" + printed + "```") != std::string::npos);
}
