#!/usr/bin/env bash
# Compares conditions, the index and `best` with slow and plain ways to the same answers, on as many random
# cases as you like.
#
#   scripts/soak.sh                                       a million expressions, a few minutes
#   PARLEY_ORACLE_RUNS=500000 scripts/soak.sh             packs of 20 expressions, six worlds each
#   PARLEY_ORACLE_SEED=42 PARLEY_ORACLE_RUNS=1 scripts/soak.sh   one of them again
#
# First the naive evaluator of tests/oracle, on the whole language, answers and reasons; then every
# matcher of the condition index, twelve contexts a pack; then, on a twentieth as many packs, `best` and
# trying every set and value. Then two CEL
# evaluators from npm (@bufbuild/cel, @marcbachmann/cel-js) on what every CEL has; where these
# differ for a reason that we know stands in tests/oracle/cross_differences.txt. Without npm, Node or
# a network the second part says so and is left out.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in -h | --help) sed -n '2,16s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

export PARLEY_ORACLE_RUNS=${PARLEY_ORACLE_RUNS:-50000} PARLEY_ORACLE_SEED=${PARLEY_ORACLE_SEED:-1000000}
export PARLEY_ORACLE_PROGRESS=1
[ -f build/test/build.ninja ] || cmake --preset test >/dev/null
cmake --build build/test --target parley_test_oracle
program=$(find build/test -name parley_test_oracle -type f -perm -u+x -print -quit)
"$program" "compiled expressions agree with the naive evaluator"
"$program" "partial answers hold, and reasons say what could change an unknown"
"$program" "every matcher gives what asking one condition after the other gives"
"$program" "the index agrees on conditions of the whole language"
cmake --build build/test --target parley_test_engine
PARLEY_ORACLE_RUNS=$((PARLEY_ORACLE_RUNS / 20 + 1)) \
  "$(find build/test -name parley_test_engine -type f -perm -u+x -print -quit)" "best equals*,best by sums*"

skip() {
  echo "cross-check: skipped: $1"
  exit 0
}
command -v npm >/dev/null && command -v node >/dev/null || skip "no npm and Node on this machine"
folder=build/cross-check
mkdir -p "$folder"
[ -f "$folder/package.json" ] || echo '{"private": true}' >"$folder/package.json"
(cd "$folder" && npm install --no-audit --no-fund --silent @bufbuild/cel@0.6.1 \
  @marcbachmann/cel-js@8.0.0 >/dev/null 2>npm.log) || skip "the packages can't be fetched"
PARLEY_ORACLE_OUT="$folder/cases.ndjson" PARLEY_ORACLE_RUNS=$((PARLEY_ORACLE_RUNS / 10 + 1)) \
  "$program" "expressions of plain CEL are written out with our answers" >/dev/null
node tests/oracle/cross_check.mjs "$folder" "$folder/cases.ndjson" tests/oracle/cross_differences.txt
