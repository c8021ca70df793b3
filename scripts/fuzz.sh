#!/usr/bin/env bash
# Fuzzes one target with libFuzzer under the address and undefined-behaviour sanitizers.
#
#   scripts/fuzz.sh condition 600      600 seconds of the target `condition`
#   scripts/fuzz.sh                    the names of the targets
#
# Starts from tests/fuzz/corpus/TARGET and keeps what it finds in build/fuzz/found/TARGET; an input that
# breaks something is kept as build/fuzz/crash-TARGET-*. Make it small, put it into the corpus, fix
# what it shows: the corpus is replayed by every run of the tests. Needs clang++-14 with libFuzzer
# (Debian: clang-14, libclang-rt-14-dev).
set -euo pipefail
cd "$(dirname "$0")/.."

targets=$(cd tests/fuzz/corpus && ls)
case "${1:-}" in
  "") echo "$targets"; exit 0 ;;
  -h | --help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
target=$1
seconds=${2:-60}
grep -qx -- "$target" <<<"$targets" || { echo "fuzz: no target '$target'; there are:" $targets >&2; exit 2; }

[ -f build/fuzz/build.ninja ] || cmake --preset fuzz
cmake --build build/fuzz --target "parley_fuzz_$target"
mkdir -p "build/fuzz/found/$target"
"$(find build/fuzz -name "parley_fuzz_$target" -type f -perm -u+x -print -quit)" \
  -max_total_time="$seconds" -max_len=4200 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
  -artifact_prefix="build/fuzz/crash-$target-" "build/fuzz/found/$target" "tests/fuzz/corpus/$target"
