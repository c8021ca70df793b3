#!/usr/bin/env bash
# Builds everything and runs every test.
#
#   scripts/test.sh          the preset `test`: assertions on, warnings are errors
#   scripts/test.sh --all    also under the address, undefined and thread sanitizers
set -euo pipefail
cd "$(dirname "$0")/.."

presets=(test)
packages=tests
case "${1:-}" in
  "") ;;
  --all) presets+=(asan-ubsan tsan); packages=sanitizers ;;
  -h | --help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) echo "test: unknown argument '$1'; try --help" >&2; exit 2 ;;
esac

./scripts/setup.sh "$packages"

for preset in "${presets[@]}"; do
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset"
  cmake --build --preset "$preset"
  if [ "$preset" = test ]; then
    # Each public header compiled alone; not part of `all`.
    cmake --build --preset "$preset" --target all_verify_interface_header_sets
  fi
  ctest --preset "$preset"
  echo "test: all tests of preset $preset passed"
done
