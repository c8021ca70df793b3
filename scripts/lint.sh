#!/usr/bin/env bash
# clang-tidy (checks and their reasons in .clang-tidy) and cppcheck over src and include: nothing may
# be found.
#
#   scripts/lint.sh                all of it
#   scripts/lint.sh tidy FILE...   clang-tidy over these sources
#   scripts/lint.sh cppcheck       cppcheck alone
#
# clang-tidy looks at several sources at once, as the preset `test` compiles them (build/lint); at FILE
# alone. Some twenty minutes of processor time.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
what=${1:-all}
[ $# -gt 0 ] && shift
failed=0

tidy() {  # BUILD CHECKS: of the files in standard input, two at a time
  xargs -r -P 2 -n 1 clang-tidy-14 --quiet --warnings-as-errors='*' "--checks=$2" -p "$1" 2> /dev/null
}

if [ "$what" = all ] || [ "$what" = tidy ]; then
  if [ $# -gt 0 ]; then
    [ -f build/quick/compile_commands.json ] || cmake --preset quick > /dev/null
    printf '%s\n' "$@" | tidy build/quick "" || failed=1
  else
    cmake --preset quick -B build/lint -DPARLEY_UNITY=ON > /dev/null
    # What includes the sources is written by CMake.
    sed -n 's/^ *"file": "\(.*\/src\/.*\)",\{0,1\}$/\1/p' build/lint/compile_commands.json |
      tidy build/lint "-bugprone-suspicious-include" || failed=1
  fi
fi

if [ "$what" = all ] || [ "$what" = cppcheck ]; then
  # Left out, with the reason:
  #   useStlAlgorithm           a loop that reads well needs no algorithm
  #   unusedFunction, unusedStructMember, missingInclude*   seen from one file at a time
  #   passedByValue             texts and small values are passed by value on purpose
  #   functionStatic, constParameter*   an interface isn't changed for what one body happens to do
  #   internalAstError, syntaxError, cppcheckError, unknownMacro   cppcheck 2.10 doesn't read all of C++20
  #   shadowFunction, shadowArgument    -Wshadow says which shadows matter
  #   uninitMemberVar           members with initialisers of their own, which it misses in templates
  suppress=()
  for id in useStlAlgorithm unusedFunction unusedStructMember missingInclude missingIncludeSystem \
    passedByValue functionStatic constParameter internalAstError syntaxError cppcheckError \
    unknownMacro shadowFunction shadowArgument uninitMemberVar unmatchedSuppression; do
    suppress+=("--suppress=$id")
  done
  cppcheck --std=c++20 --language=c++ --enable=warning,performance,portability --inline-suppr \
    --error-exitcode=1 --quiet -j 2 -I include -I src "${suppress[@]}" src include || failed=1
fi

[ "$failed" = 0 ] && echo "lint: clean"
exit "$failed"
