#!/usr/bin/env bash
# Counts the instructions of six questions and compares them with bench/guard/counts.txt: a number that
# doesn't depend on what else the machine does. Needs valgrind and g++.
#
#   scripts/guard.sh             fails where a question takes over 5% more than it did
#   scripts/guard.sh --update    writes the numbers anew
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
command -v valgrind >/dev/null || { echo "guard: skipped: valgrind isn't installed"; exit 0; }
tolerance=5
counts=bench/guard/counts.txt
mkdir -p build/guard
program=build/guard/parley_guard
g++ -std=c++20 -O2 -DNDEBUG -Iinclude bench/guard/main.cpp bench/match/workloads.cpp -o "$program"
instructions() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" 2>&1 |
    sed -n 's/.*Collected : //p'
}
bad=0
made=build/guard/counts.txt
: >"$made"
for name in match_w1_1000 match_offers_1000 match_offers_10000_pivot validate_three eligible_100 index_100; do
  each=$((($(instructions "$name" 160) - $(instructions "$name" 0)) / 160))
  echo "$name $each" >>"$made"
  before=$(sed -n "s/^$name //p" "$counts" 2>/dev/null || true)
  word=new
  if [ -n "$before" ]; then
    word=$(((each - before) * 100 / before))%
    if [ $((each * 100)) -gt $((before * (100 + tolerance))) ]; then bad=1 word="$word  SLOWER"; fi
  fi
  printf '%-26s %12s %12s  %s\n' "$name" "${before:--}" "$each" "$word"
done
if [ "${1:-}" = --update ]; then cp "$made" "$counts"; exit 0; fi
exit $bad
