#!/usr/bin/env bash
# The same decisions everywhere: builds the program that decides 10,000 generated cases with g++ and
# clang, unoptimised and optimised, and runs each under several locales, time zones, numbers of threads
# and seeds of the standard library's hash. Every run has to print what tests/determinism/decisions.txt
# holds.
#
#   scripts/determinism.sh                all four builds
#   scripts/determinism.sh clang-O0 ...   some of: gcc-O0 gcc-O3 clang-O0 clang-O3
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
builds=("$@")
[ ${#builds[@]} -gt 0 ] || builds=(gcc-O0 gcc-O3 clang-O0 clang-O3)

expected=$(cat tests/determinism/decisions.txt)
failed=0
runs=0
for build in "${builds[@]}"; do
  case "$build" in
    gcc-*) compiler=$(command -v g++-12 || command -v g++) ;;
    clang-*) compiler=$(command -v clang++-14 || command -v clang++) ;;
    *) echo "determinism: no build '$build'; try --help" >&2; exit 2 ;;
  esac
  folder=build/determinism/$build
  [ -f "$folder/build.ninja" ] || cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=None \
    -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="-${build#*-}" -DPARLEY_UNITY=ON -DPARLEY_BUILD_CLI=OFF \
    ${PARLEY_LAUNCHER:+-DCMAKE_CXX_COMPILER_LAUNCHER="$PARLEY_LAUNCHER"} > /dev/null
  cmake --build "$folder" --target parley_decisions > /dev/null
  program=$(find "$folder" -name parley_decisions -type f)
  for surroundings in "LC_ALL=C TZ=UTC 1" "LC_ALL=C.UTF-8 TZ=Asia/Kathmandu 8" \
    "LC_ALL=C TZ=America/St_Johns PARLEY_HASH_SEED=1 1" "LC_ALL=C PARLEY_HASH_SEED=4711 8"; do
    threads=${surroundings##* }
    # shellcheck disable=SC2086
    got=$(env ${surroundings% *} "$program" "$threads")
    runs=$((runs + 1))
    if [ "$got" = "$expected" ]; then
      echo "same: $build ${surroundings% *}, $threads threads"
    else
      failed=$((failed + 1))
      echo "OTHER: $build ${surroundings% *}, $threads threads: $got"
    fi
  done
done
echo "determinism: $((runs - failed)) of $runs runs decide as kept: $expected"
[ "$failed" = 0 ]
