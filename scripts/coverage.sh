#!/usr/bin/env bash
# How much of include/ and src/ (without the command, src/cli) the tests run, by llvm-cov.
#
#   scripts/coverage.sh            builds, runs the tests, prints a line a room and the sums
#   scripts/coverage.sh --report   prints what the last run left, a line a file
#   scripts/coverage.sh --missed   and the places that no test reaches, or only one way
#   scripts/coverage.sh --html     and writes build/coverage/html
#
# The last line is `coverage: L% of lines, B% of branches`. Branches are those of llvm-cov: each side
# of each condition, short circuits included. What several test programs or instantiations of a
# template have is there once, and was taken when any of them took it.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in -h | --help) sed -n '2,14s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

folder=build/coverage
rooms=(base money facts graph engine negotiate yaml syntax check compile layout facts_io analysis
  report packtest changes simulate oracle fuzz conformance determinism limits cli examples docs)
if [ "${1:-}" = "" ]; then
  [ -f "$folder/build.ninja" ] || cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=None -DPARLEY_UNITY=ON \
    -DCMAKE_CXX_COMPILER="$(command -v clang++-14 || command -v clang++)" \
    -DCMAKE_CXX_FLAGS="-O0 -g0 -fprofile-instr-generate -fcoverage-mapping" \
    ${PARLEY_LAUNCHER:+-DCMAKE_CXX_COMPILER_LAUNCHER="$PARLEY_LAUNCHER"} > /dev/null
  cmake --build "$folder" --target parley "${rooms[@]/#/parley_test_}"
  rm -f "$folder"/*.profraw
  export folder
  printf '%s\n' "${rooms[@]}" | xargs -P "$(nproc)" -I ROOM sh -c '
    LLVM_PROFILE_FILE="$PWD/$folder/ROOM-%4m.profraw" "$folder/tests/parley_test_ROOM" > /dev/null ||
      echo "coverage: tests of ROOM fail" >&2'
  llvm-profdata-14 merge -sparse "$folder"/*.profraw -o "$folder/all.profdata"
fi

objects=()
for program in "$folder/bin/parley" "${rooms[@]/#/$folder/tests/parley_test_}"; do
  [ -x "$program" ] && objects+=(-object "$program")
done
outside='(/tests/|/usr/|src/cli/)'
if [ "${1:-}" = --html ]; then
  llvm-cov-14 show "${objects[@]}" -instr-profile="$folder/all.profdata" \
    -ignore-filename-regex="$outside" -format=html -output-dir="$folder/html"
  echo "coverage: $folder/html/index.html"
fi
llvm-cov-14 export "${objects[@]}" -instr-profile="$folder/all.profdata" -skip-functions \
  -ignore-filename-regex="$outside" > "$folder/export.json"
python3 - "$folder/export.json" "${1:-}" <<'PY'
import collections
import json
import os
import sys

data = json.load(open(sys.argv[1]))["data"][0]
root = os.getcwd() + "/"
folder = os.path.dirname(os.path.abspath(sys.argv[1]))
rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
sums = [0, 0, 0, 0]


def lines_of(segments):
    """The lines that hold code, each with how often it ran, the way llvm-cov tells."""
    lines, of_line = {}, collections.defaultdict(list)
    for segment in segments:
        of_line[segment[0]].append(segment)
    wrapped = None
    for line in range(min(of_line), max(of_line) + 1) if of_line else []:
        here = of_line.get(line, [])
        begun = [s[2] for s in here if s[3] and s[4] and not s[5]]
        skipped = here and here[0][4] and not here[0][3]
        if not skipped and (begun or (wrapped and wrapped[3])):
            lines[line] = max(begun + [wrapped[2] if wrapped else 0])
        wrapped = here[-1] if here else wrapped
    return lines


for file in data["files"]:
    # Compilers under ccache write names from where they were started.
    name = os.path.normpath(os.path.join(folder, file["filename"])).replace(root, "")
    if not name.startswith(("include/", "src/")):
        continue
    # A condition is there once, however many instantiations of a template and programs have it.
    sides = collections.Counter()
    for first, first_column, last, last_column, yes, no, *_ in file.get("branches", []):
        place = (first, first_column, last, last_column)
        sides[place + (True,)] += yes
        sides[place + (False,)] += no
    lines = lines_of(file["segments"])
    counts = [sum(1 for n in lines.values() if n), len(lines), sum(1 for n in sides.values() if n), len(sides)]
    for i, n in enumerate(counts):
        rooms[name if sys.argv[2] else os.path.dirname(name)][i] += n
        sums[i] += n
    if sys.argv[2] == "--missed":
        for line in (n for n in lines if not lines[n]):
            print("%s:%d  never reached" % (name, line))
        for (line, column, _, _, side), n in sorted(sides.items()):
            if n == 0:
                print("%s:%d:%d  never %s" % (name, line, column, "true" if side else "false"))


def share(part, whole):
    return "%5.1f%%" % (100.0 * part / whole) if whole else "     -"


for room in sorted(rooms):
    c = rooms[room]
    print("%s of lines, %s of branches  %s" % (share(c[0], c[1]), share(c[2], c[3]), room))
print("coverage: %s of lines, %s of branches" % (share(*sums[:2]).strip(), share(*sums[2:]).strip()))
PY
