#!/usr/bin/env bash
# Builds the parley command and plays one conversation with it, every line a real call.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
  "") ;;
  -h | --help)
    echo "usage: scripts/demo.sh"
    echo "Installs what is missing, builds build/release/bin/parley and tells the story of scripts/story.sh."
    exit 0 ;;
  *) echo "demo: unknown argument '$1'; try --help" >&2; exit 2 ;;
esac

./scripts/setup.sh demo

say_and_run() {  # quiet when all is well, the whole output when not
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "demo: this step failed: $*" >&2
    exit 1
  fi
  rm -f "$log"
}

[ -f build/release/build.ninja ] || say_and_run cmake --preset release
if ! ninja -C build/release -n parley 2>/dev/null | grep -q 'no work to do'; then
  echo "demo: building the command (a few minutes the first time)"
fi
say_and_run cmake --build --preset release --target parley
export PATH="$PWD/build/release/bin:$PATH"

if [ -x scripts/story.sh ]; then
  ./scripts/story.sh
else
  parley --help
fi
