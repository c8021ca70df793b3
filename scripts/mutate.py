#!/usr/bin/env python3
"""Changes one operator at a time in the headers that decide about money, and looks whether a test
notices.

    scripts/mutate.py                         a sample of 60 over money, stacking, limits, negotiate
    scripts/mutate.py --count 200 --seed 7    another sample
    scripts/mutate.py --list                  how many changes there are in each file

Each change is built in a copy of the tree (build/mutate) with only the test programs of its room, the
nearest first; the first one that fails has killed it. A change that doesn't compile isn't counted. The
same seed takes the same sample. The last line is `mutation: K of N killed (P%)`; survivors are listed
with their place, for somebody to say whether a test is missing or the change makes no difference.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILES = {
    "include/parley/money": ["money", "conformance"],
    "include/parley/engine/stack.hpp": ["conformance", "engine"],
    "include/parley/engine/limits.hpp": ["conformance", "engine"],
    "include/parley/negotiate": ["negotiate", "conformance"],
}
CHANGES = [
    (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "),
    (r" == ", " != "), (r" != ", " == "), (r" \+ ", " - "), (r" - ", " + "),
    (r" && ", " || "), (r" \|\| ", " && "), (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"if \(!", "if ("), (r" \* ", " + "), (r"return ([a-z_.]+) (<|>|==) ", r"return !(\1) \2 "),
]


def files_of(path):
    full = os.path.join(ROOT, path)
    if os.path.isfile(full):
        return [path]
    return sorted(os.path.join(path, name) for name in os.listdir(full) if name.endswith(".hpp"))


def mutants():
    out = []
    for path, rooms in FILES.items():
        for file in files_of(path):
            for number, line in enumerate(open(os.path.join(ROOT, file)).read().split("\n")):
                code = line.split("//")[0]
                words = code.strip()
                # Declarations of templates, messages, includes and assertions decide nothing.
                if not words or words.startswith(("#", "template", "static_assert", "assert", "*")):
                    continue
                if '"' in code or "operator" in code:
                    continue
                for index, (pattern, to) in enumerate(CHANGES):
                    for found in re.finditer(pattern, code):
                        changed = line[:found.start()] + found.expand(to) + line[found.end():]
                        out.append((file, number, index, line, changed, rooms))
    return out


def run(command, folder, seconds):
    try:
        return subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        return -1  # a loop without end is noticed, too


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--count", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--list", action="store_true")
    options.add_argument("--only", default="", help="files whose path has this in it")
    chosen = options.parse_args()
    every = [m for m in mutants() if chosen.only in m[0]]
    if chosen.list:
        for file in sorted({m[0] for m in every}):
            print("%5d %s" % (sum(1 for m in every if m[0] == file), file))
        print("mutation: %d changes" % len(every))
        return 0
    copy = os.path.join(ROOT, "build", "mutate")
    os.makedirs(copy, exist_ok=True)
    for part in ["CMakeLists.txt", "CMakePresets.json", "cmake", "include", "src", "tests", "bench",
                 "docs", "LICENSE", "README.md", "rules-examples", "scripts"]:
        source, target = os.path.join(ROOT, part), os.path.join(copy, part)
        if os.path.isdir(source):
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    launcher = os.environ.get("PARLEY_LAUNCHER")
    configure = ["cmake", "-S", ".", "-B", "out", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                 "-DCMAKE_CXX_FLAGS=-O0 -D_GLIBCXX_ASSERTIONS",
                 "-DCMAKE_CXX_COMPILER=" + (shutil.which("clang++-14") or "c++")]
    if launcher:
        configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=" + launcher)
    if run(configure, copy, 600) != 0:
        sys.exit("mutation: cmake fails")
    rooms = sorted({room for m in every for room in m[5]})
    if run(["ninja", "-C", "out"] + ["parley_test_" + r for r in rooms], copy, 7200) != 0:
        sys.exit("mutation: the tree doesn't build")
    random.Random(chosen.seed).shuffle(every)
    tried = killed = 0
    for file, number, _, line, changed, tests in every:
        if tried == chosen.count:
            break
        target = os.path.join(copy, file)
        text = open(target).read()
        lines = text.split("\n")
        lines[number] = changed
        open(target, "w").write("\n".join(lines))
        try:
            outcome = "survived"
            for room in tests:
                if run(["ninja", "-C", "out", "parley_test_" + room], copy, 3600) != 0:
                    outcome = "doesn't compile"
                    break
                if run(["out/tests/parley_test_" + room], copy, 300) != 0:
                    outcome = "killed by " + room
                    break
        finally:
            open(target, "w").write(text)
        if outcome == "doesn't compile":
            continue
        tried += 1
        killed += outcome != "survived"
        print("%-20s %s:%d\n  - %s\n  + %s" % (outcome, file, number + 1, line.strip(),
                                               changed.strip()), flush=True)
    print("mutation: %d of %d killed (%.0f%%)" % (killed, tried, 100.0 * killed / max(tried, 1)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
