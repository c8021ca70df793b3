#!/usr/bin/env bash
# Scores the conditions against CEL's public conformance data (npm package @bufbuild/cel-spec).
#
#   scripts/conformance.sh                 builds the runner, prints the score by section
#   scripts/conformance.sh --verbose       also every skipped case, and the expression of every failure
#   scripts/conformance.sh --update-docs   also writes the table of docs/conformance.md
#
# The last line is `conformance: P passed, F failed, S skipped of 1645`. Ends with 1 when a case fails
# that isn't on tests/cel/skipped.txt, when a line of that list isn't true any more, or when
# docs/conformance.md shows another table. Without npm, Node or a network it prints
# `conformance: skipped: REASON` and ends with 0.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.6.1
update=
verbose=()
for argument in "$@"; do
  case "$argument" in
    --update-docs) update=1 ;;
    --verbose) verbose=(--verbose) ;;
    -h | --help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "conformance: unknown argument '$argument'; try --help" >&2; exit 2 ;;
  esac
done

skip() {
  echo "conformance: skipped: $1"
  exit 0
}

command -v npm >/dev/null && command -v node >/dev/null || skip "no npm and Node on this machine"

cache=build/conformance
package="$cache/cel-spec-$version"
mkdir -p "$cache"
if [ ! -f "$package/package.json" ]; then
  rm -rf "$package" "$package.part"
  mkdir "$package.part"
  (cd "$package.part" && npm pack --silent --fetch-retries=1 --fetch-timeout=20000 "@bufbuild/cel-spec@$version" >/dev/null 2>npm.log) ||
    skip "the package @bufbuild/cel-spec@$version can't be fetched"
  tar -xzf "$package.part"/*.tgz -C "$package.part"
  mv "$package.part/package" "$package"
  rm -rf "$package.part"
fi
node tests/cel/dump.mjs "$package" "$cache/cases.json"

[ -f build/test/build.ninja ] || cmake --preset test >/dev/null
cmake --build build/test --target parley_cel_conformance >"$cache/build.log" ||
  { cat "$cache/build.log" >&2; exit 1; }

code=0
find build/test -name parley_cel_conformance -type f -perm -u+x -print -quit >"$cache/program"
"$(cat "$cache/program")" "$cache/cases.json" tests/cel/skipped.txt \
  --table "$cache/table.md" "${verbose[@]}" >"$cache/score.txt" || code=$?
sed '$d' "$cache/score.txt"

# The part of the page between the two marks is the table.
page=docs/conformance.md
awk -v table="$cache/table.md" '
  /<!-- table -->/ { print; while ((getline line < table) > 0) print line; inside = 1; next }
  /<!-- end of the table -->/ { inside = 0 }
  !inside { print }' "$page" >"$cache/page.md"
if [ -n "$update" ]; then
  cp "$cache/page.md" "$page"
elif ! cmp -s "$cache/page.md" "$page"; then
  echo "conformance: $page shows another table; run scripts/conformance.sh --update-docs"
  code=1
fi
tail -n 1 "$cache/score.txt"
exit "$code"
