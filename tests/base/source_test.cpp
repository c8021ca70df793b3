#include "parley/base/source.hpp"

#include "support/catch.hpp"

using namespace parley;

TEST_CASE("places count lines and columns from one") {
  source_set sources;
  const std::uint32_t file = sources.add("a.yaml", "one\ntwo\r\n\nlast");
  const source_file& text = sources[file];
  CHECK(text.at(0) == place{1, 1});
  CHECK(text.at(3) == place{1, 4});
  CHECK(text.at(4) == place{2, 1});
  CHECK(text.at(9) == place{3, 1});
  CHECK(text.at(14) == place{4, 5});
  CHECK(text.at(9999) == place{4, 5});
  CHECK(text.line(2) == "two");
  CHECK(text.line(3).empty());
  CHECK(text.line(4) == "last");
  CHECK(text.line(0).empty());
  CHECK(text.line(5).empty());
  CHECK(sources.whole(file) == span{file, 0, 14});
}

TEST_CASE("a default span is nowhere") {
  CHECK_FALSE(span{}.known());
  CHECK(span{2, 10, 5}.part(1, 2) == span{2, 11, 2});
}
