// docs/errors.md is what the code tables say. PARLEY_UPDATE=1 rewrites it.
#include "report/code_page.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "parley/compiler/codes.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

using namespace parley;

TEST_CASE("codes: docs/errors.md holds them all, as the tables say") {
  const std::string path = test::source_dir() + "/docs/errors.md";
  const std::string page = report::codes_markdown(all_codes());
  if (std::getenv("PARLEY_UPDATE") != nullptr) std::ofstream(path, std::ios::trunc) << page;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  CHECK(text.str() == page);
}

TEST_CASE("codes: every page teaches") {
  for (const code_info* const info : all_codes()) {
    INFO(info->code);
    CHECK(!info->title.empty());
    CHECK(info->page.size() >= 20);
    CHECK(info->page.find('.') != std::string_view::npos);
    CHECK(info->page.back() != '\n');
  }
}
