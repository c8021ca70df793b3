#!/usr/bin/env bash
# Installs what building parley needs and this machine lacks, and says why. A second run does nothing.
#
#   scripts/setup.sh demo       what the command needs
#   scripts/setup.sh tests      the same, and what the tests need
#   scripts/setup.sh sanitizers the same as tests, and the compiler whose sanitizers are used
#   scripts/setup.sh bench      the same as demo, and what the benchmarks need
#   scripts/setup.sh solvers    the same as bench, and the two solvers that `best` is compared with
#   scripts/setup.sh compare    what scripts/compare.sh measures beside parley and apt has
set -euo pipefail

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; }

demo_set=(
  "g++|the compiler (C++20)"
  "cmake|configures the build (3.25 or newer)"
  "ninja-build|runs the build"
  "libboost-dev|Boost.Spirit X3, the grammar of conditions and sentences"
  "libyaml-cpp-dev|the YAML event parser under the guarded reader"
  "libfmt-dev|formats messages"
  "libcli11-dev|reads the command line"
  "nlohmann-json3-dev|reads and writes JSON, keeping the text of numbers"
  "libre2-dev|regular expressions of conditions"
  "tzdata|the time zones that packs name"
)
tests_set=(
  "catch2|the test framework"
  "libpython3.11-testsuite|decTest, the published cases for decimal rounding"
)
sanitizers_set=(
  "clang-14|builds with sanitizers much faster than g++"
  "libclang-rt-14-dev|the sanitizers themselves"
)
bench_set=(
  "libbenchmark-dev|Google Benchmark"
)

solvers_set=(
  "coinor-libcbc-dev|CBC, an integer programming library"
  "libglpk-dev|GLPK, another one"
)

compare_set=(
  "libclips-dev|CLIPS, a rule engine"
)

wanted=("${demo_set[@]}")
case "${1:-demo}" in
  demo) ;;
  tests) wanted+=("${tests_set[@]}") ;;
  sanitizers) wanted+=("${tests_set[@]}" "${sanitizers_set[@]}") ;;
  bench) wanted+=("${bench_set[@]}") ;;
  solvers) wanted+=("${bench_set[@]}" "${solvers_set[@]}") ;;
  compare) wanted=("${compare_set[@]}") ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup: this is no Debian system; please provide these yourself (Debian's names):"
  for entry in "${wanted[@]}"; do printf '  %-26s %s\n' "${entry%%|*}" "${entry#*|}"; done
  exit 0
fi

installed() {
  [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | head -c 2)" = "ii" ]
}

missing=()
for entry in "${wanted[@]}"; do
  installed "${entry%%|*}" && continue
  [ ${#missing[@]} -eq 0 ] && echo "setup: installing with apt-get:"
  printf '  %-26s %s\n' "${entry%%|*}" "${entry#*|}"
  missing+=("${entry%%|*}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: not root and no sudo here; please have these installed: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
  "${missing[@]}" >/dev/null
echo "setup: done"
