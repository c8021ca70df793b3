#!/usr/bin/env bash
# Which of N conditions hold: parley beside other engines, the same rules and contexts for all, every
# answer compared, one run. Writes a table and plots to build/compare/. Installs the other engines
# when you ask for the run: those of npm into build/compare/engines, CLIPS with apt.
#
#   scripts/compare.sh               everything, ten to twenty minutes
#   scripts/compare.sh --quick       a second for each figure at most, 10 to 1,000 rules
#   scripts/compare.sh --cpp         parley, the bitmap index and straight C++ only; installs nothing
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=1 most=100000 peers=1
for argument in "$@"; do
  case "$argument" in
    --quick) seconds=0.5 most=1000 ;;
    --cpp) peers=0 ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; [ "$argument" = -h ] || [ "$argument" = --help ]; exit ;;
  esac
done

out=build/compare
engines=$out/engines
mkdir -p "$engines"
results=$out/results.jsonl
: >"$results"
bad=0

own=(g++ -std=c++20 -O3 -DNDEBUG -Iinclude)
echo "compare: building" >&2
"${own[@]}" -c bench/match/workloads.cpp -o "$out/workloads.o"
"${own[@]}" bench/compare/main.cpp "$out/workloads.o" -ldl -o "$out/parley_compare"

node_engines=() clips=0
if [ "$peers" = 1 ]; then
  if command -v node >/dev/null && command -v npm >/dev/null; then
    echo '{"private":true,"type":"module"}' >"$engines/package.json"
    (cd "$engines" && npm install --silent --no-audit --no-fund --no-package-lock \
      json-rules-engine@7.3.1 json-logic-js@2.0.5 json-logic-engine@5.0.7 \
      @gorules/zen-engine@0.54.0 @cedar-policy/cedar-wasm@4.13.0 @marcbachmann/cel-js@8.0.0)
    cp bench/compare/*.mjs "$engines/"
    node_engines=("straight JavaScript" json-logic-engine json-logic-js cel-js zen-engine cedar
      json-rules-engine)
  else
    echo "compare: without node and npm the engines written in JavaScript are left out" >&2
  fi
  if [ ! -f /usr/include/clips/clips.h ]; then ./scripts/setup.sh compare || true; fi
  if [ -f /usr/include/clips/clips.h ]; then
    "${own[@]}" bench/compare/clips.cpp "$out/workloads.o" -lclips -lm -o "$out/parley_clips"
    clips=1
  else
    echo "compare: without libclips-dev CLIPS is left out" >&2
  fi
fi

# keep STATUS NAME KIND RULES: another answer is an error; too slow is a gap in the table.
keep() {
  [ "$1" = 0 ] && return
  if [ "$1" = 124 ]; then
    echo "  $2: given up after a while" >&2
  else
    echo "  $2: FAILED with $1" >&2
    bad=1
  fi
  echo "{\"engine\":\"$2\",\"workload\":\"$3\",\"rules\":$4,\"us\":null}" >>"$results"
}

for kind in w1 offers; do
  sizes=(10 100 200 1000 10000)
  [ "$kind" = offers ] && sizes=(100 1000 10000 100000)
  slow=" "
  for rules in "${sizes[@]}"; do
    [ "$rules" -gt "$most" ] && continue
    echo "compare: $kind, $rules rules" >&2
    "$out/parley_compare" time "$kind" "$rules" >>"$results" || keep $? parley "$kind" "$rules"
    [ "$rules" -gt 10000 ] && continue
    for how in numbers texts; do
      # The compiler needs many minutes for the largest.
      [ "$kind$how" != w1numbers ] && [ "$rules" -gt 1000 ] && continue
      "$out/parley_compare" straight "$kind" "$rules" "$how" >"$out/straight.cpp"
      begin=$(date +%s%N)
      status=0
      timeout 180 g++ -std=c++20 -O2 -shared -fPIC "$out/straight.cpp" -o "$out/straight.so" || status=$?
      load=$((($(date +%s%N) - begin) / 1000000))
      if [ "$status" = 0 ]; then
        "$out/parley_compare" load "$kind" "$rules" "$how" "$out/straight.so" "$load" >>"$results" ||
          status=$?
      fi
      keep "$status" "straight C++ on $how" "$kind" "$rules"
    done
    if [ "$clips" = 1 ]; then
      status=0
      timeout 60 "$out/parley_clips" "$kind" "$rules" >>"$results" || status=$?
      keep "$status" CLIPS "$kind" "$rules"
    fi
    [ "${#node_engines[@]}" = 0 ] && continue
    "$out/parley_compare" export "$kind" "$rules" >"$engines/workload.json"
    for engine in "${node_engines[@]}"; do
      case "$slow" in *" $engine,"*) continue ;; esac
      status=0
      (cd "$engines" && timeout 60 node peer.mjs "$engine" workload.json "$seconds") >>"$results" ||
        status=$?
      keep "$status" "$engine" "$kind" "$rules"
      [ "$status" = 124 ] && slow="$slow $engine,"
    done
  done
done
rm -f "$out/straight.cpp" "$out/straight.so"
if command -v node >/dev/null; then
  node bench/compare/report.mjs "$results" "$out"
  echo "compare: $out/table.md, $out/w1.svg, $out/offers.svg" >&2
fi
[ "$bad" = 0 ] || echo "compare: an engine failed or gave another answer" >&2
exit $bad
