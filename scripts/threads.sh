#!/usr/bin/env bash
# Runs the tests of what several threads share under the thread sanitizer. They need the engine
# alone, so this takes a minute; `scripts/test.sh --all` runs everything under it.
#
#   scripts/threads.sh
set -euo pipefail
cd "$(dirname "$0")/.."

[ -f build/tsan/build.ninja ] || cmake --preset tsan
cmake --build build/tsan --target parley_test_threads
ctest --test-dir build/tsan -L threads --no-tests=error --output-on-failure
