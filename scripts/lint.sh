#!/usr/bin/env bash
# clang-tidy (checks and their reasons in .clang-tidy) and cppcheck over src and include: nothing may
# be found.
#
#   scripts/lint.sh                all of it
#   scripts/lint.sh tidy FILE...   clang-tidy over these sources
#   scripts/lint.sh cppcheck       cppcheck alone
#
# clang-tidy reads how files are compiled from the preset `quick`.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
what=${1:-all}
[ $# -gt 0 ] && shift
failed=0

if [ "$what" = all ] || [ "$what" = tidy ]; then
  [ -f build/quick/compile_commands.json ] || cmake --preset quick > /dev/null
  files=("$@")
  [ ${#files[@]} -gt 0 ] || mapfile -t files < <(git ls-files 'src/*.cpp')
  # One file at a time and what it says, so that a run that is stopped has said something.
  for file in "${files[@]}"; do
    clang-tidy-14 --quiet --warnings-as-errors='*' -p build/quick "$file" 2> /dev/null || failed=1
  done
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
