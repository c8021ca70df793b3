#!/usr/bin/env python3
"""Changes one operator at a time in the headers that decide about money, and looks whether a test
notices.

    scripts/mutate.py                  all changes in money, stacking, limits and negotiate
    scripts/mutate.py --count 200 --seed 7    a sample, the same one for the same seed
    scripts/mutate.py --only stack     files whose path has this in it
    scripts/mutate.py --list           how many changes there are in each file

Building takes some 15 minutes of processor time, and each change a run of tests; `--count 100` tries a sample
of them. Ends with 0 when it got through,
whatever survived, with 1 when the tree doesn't build or its tests fail without a change, with 2 on wrong use.

All changes are built at once, into a copy of the tree (build/mutate): each is a branch that the
environment variable PARLEY_MUTANT chooses, so a change costs a run of tests and not a build. A first
run without a change says which changes each test program reaches; then the programs of the nearest
rooms that reach a change run with it, their quick tests first, until one fails. A change that would not compile (the difference of two
texts) isn't counted, one that no program reaches counts as survived. The last line is
`mutation: K of N killed (P%)`; survivors are listed with their place, for somebody to say whether a
test is missing or the change makes no difference.
"""
import argparse
import collections
import concurrent.futures
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COPY = os.path.join(ROOT, "build", "mutate")
FILES = {
    "include/parley/money": ["money", "conformance", "engine", "oracle"],
    "include/parley/engine/stack.hpp": ["conformance", "engine", "oracle"],
    "include/parley/engine/limits.hpp": ["conformance", "engine", "oracle"],
    "include/parley/engine/limit_judge.hpp": ["conformance", "engine", "oracle"],
    "include/parley/engine/limit_amount.hpp": ["conformance", "engine", "oracle"],
    "include/parley/engine/limit_plain.hpp": ["conformance", "engine", "oracle"],
    "include/parley/negotiate": ["negotiate", "conformance", "simulate"],
}
# What an operator becomes, by the name of the tag that stands for it below.
OPERATORS = {
    "<": ("less", "<="), "<=": ("less_equal", "<"), ">": ("greater", ">="),
    ">=": ("greater_equal", ">"), "==": ("equal", "!="), "!=": ("unequal", "=="),
    "+": ("plus", "-"), "-": ("minus", "+"), "*": ("times", "+"),
}
PARTS = ["CMakeLists.txt", "CMakePresets.json", "CHANGELOG.md", "cmake", "include", "src", "tests", "bench",
         "docs", "LICENSE", "README.md", "rules-examples", "scripts"]

Change = collections.namedtuple("Change", "number file line what rooms edits")
TEXTS = {}  # the files as they were at the start, so that somebody may go on working meanwhile


def text_of(file):
    if file not in TEXTS:
        TEXTS[file] = open(os.path.join(ROOT, file)).read()
    return TEXTS[file]


def header_text(count):
    """What is included before everything else: the branches."""
    out = """#pragma once
// `a < b` is built as `a < less<7> < b`: the tag catches the left side, then decides with the right one.
#include <cstdio>
#include <cstdlib>
#include <type_traits>
namespace parley_mutant {
inline unsigned char seen[%d];
inline int number_of_change() {
  const char* text = std::getenv("PARLEY_MUTANT");
  return text == nullptr ? 0 : std::atoi(text);
}
inline const int chosen = number_of_change();
struct recorder {
  ~recorder() {
    const char* path = std::getenv("PARLEY_MUTANTS_SEEN");
    std::FILE* file = path == nullptr ? nullptr : std::fopen(path, "wb");
    if (file == nullptr) return;
    std::fwrite(seen, 1, sizeof seen, file);
    std::fclose(file);
  }
};
inline const recorder at_the_end;
template <int N>
constexpr bool on() noexcept {
  if (std::is_constant_evaluated()) return false;
  seen[N] |= 1;
  return chosen == N;
}
template <int N>
constexpr void cannot() noexcept {
  if (!std::is_constant_evaluated()) seen[N] |= 2;
}
template <int N>
constexpr bool truth(bool value) noexcept {
  return value != on<N>();
}
""" % (count + 1)
    for sign, (name, other) in OPERATORS.items():
        out += """
template <int N>
struct {name}_tag {{}};
template <int N>
inline constexpr {name}_tag<N> {name}{{}};
template <int N, class A>
struct {name}_left {{
  const A& a;
}};
template <int N, class A>
constexpr {name}_left<N, A> operator{sign}(const A& a, {name}_tag<N>) noexcept {{
  return {{a}};
}}
template <int N, class A, class B>
constexpr auto operator{sign}({name}_left<N, A> left, const B& b) {{
  if constexpr (requires {{ left.a {other} b; }}) {{
    return on<N>() ? left.a {other} b : left.a {sign} b;
  }} else {{
    cannot<N>();
    return left.a {sign} b;
  }}
}}
""".format(name=name, sign=sign, other=other)
    return out + "}\n"


def files_of(path):
    full = os.path.join(ROOT, path)
    if os.path.isfile(full):
        return [path]
    return sorted(os.path.join(path, name) for name in os.listdir(full) if name.endswith(".hpp"))


def blank(text):
    """The text with comments blanked out and literals of text filled with `_`, of the same length."""
    def spaces(found):
        return re.sub(r"[^\n]", " " if found.group(0)[0] == "/" else "_", found.group(0))
    return re.sub(r'//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/', spaces, text,
                  flags=re.S)


STOPS_BEFORE = re.compile(r"(&&|\|\||[?;,{}]|(?<![=!<>])=(?!=)|\breturn\b|\bco_return\b|(?<!:):(?!:))\s*$")
STOPS_AFTER = re.compile(r"\s*(&&|\|\||[?;,]|(?<!:):(?!:))")


def operand(code, at, step):
    """The extent of the operand of && or || that ends (step -1) or begins (step 1) at `at`; None when
    it isn't found within a few hundred characters."""
    depth, i = 0, at
    opening, closing = ("([{", ")]}") if step > 0 else (")]}", "([{")
    while 0 < i < len(code) and abs(i - at) < 600:
        c = code[i] if step > 0 else code[i - 1]
        if depth == 0:
            if c in closing:
                return i
            if step > 0 and STOPS_AFTER.match(code, i):
                return i
            half = code[i - 1:i + 1] in ("==", "::")
            if step < 0 and not half and STOPS_BEFORE.search(code, max(0, i - 12), i):
                return i
        depth += (c in opening) - (c in closing)
        i += step
    return None


def changes_of(file, rooms, first):
    text = text_of(file)
    code = blank(text)
    starts = [0]
    for found in re.finditer("\n", text):
        starts.append(found.end())
    lines = text.split("\n")
    out = []

    def line_of(at):
        low, high = 0, len(starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if starts[middle] <= at else (low, middle)
        return low

    def left_out(at):
        # Declarations, includes, operators, assertions and endless loops decide nothing at run time.
        words = lines[line_of(at)].strip()
        return (words.startswith(("#", "template", "while (true)", "static_assert", "assert", "requires", "concept"))
                or "operator" in words or "constexpr bool is_" in words)

    # What the compiler works out can't be chosen when a test runs.
    constants = []
    for found in re.finditer(r"^ *(?:inline |static )*constexpr [^;(){}]*=", code, re.M):
        depth, end = 0, found.end()
        while end < len(code) and (depth > 0 or code[end] != ";"):
            depth += (code[end] in "([{") - (code[end] in ")]}")
            end += 1
        constants.append((found.start(), end))

    def add(at, what, edits):
        if not left_out(at) and not any(begin <= at < end for begin, end in constants):
            out.append(Change(first + len(out), file, line_of(at), what, rooms, edits))

    for found in re.finditer(r"(?<= )(<=|>=|==|!=|<|>|\+|-|\*)(?=[ \n])", code):
        name, other = OPERATORS[found.group(1)]
        number = first + len(out)
        add(found.start(), "%s becomes %s" % (found.group(1), other),
            [(found.end(), " parley_mutant::%s<%d> %s" % (name, number, found.group(1)))])
    for found in re.finditer(r"\b(true|false)\b", code):
        number = first + len(out)
        add(found.start(), "%s is the other" % found.group(1),
            [(found.start(), "parley_mutant::truth<%d>(" % number), (found.end(), ")")])
    for found in re.finditer(r"\bif \(!", code):
        number = first + len(out)
        add(found.start(), "if (!x) becomes if (x)",
            [(found.end() - 1, "parley_mutant::on<%d>() != " % number)])
    taken = set()
    for found in re.finditer(r"(?<= )(&&|\|\|)(?=[ \n])", code):
        for end, step in ((found.start() - 1, -1), (found.end(), 1)):
            other = operand(code, end, step)
            if other is None:
                continue
            begin, finish = (other, end) if step < 0 else (end, other)
            while begin < finish and code[begin].isspace():
                begin += 1
            while finish > begin and code[finish - 1].isspace():
                finish -= 1
            if begin in taken or begin >= finish:
                continue
            taken.add(begin)
            number = first + len(out)
            # What is dropped from a chain is taken for what lets the rest decide.
            before = ("(parley_mutant::on<%d>() || (" if found.group(1) == "&&" else "(!parley_mutant::on<%d>() && (")
            add(begin, "%s without `%s`" % (found.group(1), " ".join(text[begin:finish].split())),
                [(begin, before % number), (finish, "))")])
    return out


def all_changes():
    out = []
    for path, rooms in FILES.items():
        for file in files_of(path):
            out += changes_of(file, rooms, len(out) + 1)
    return out


def write_changed(changes, dropped, folder):
    by_file = collections.defaultdict(list)
    for change in changes:
        by_file[change.file].append(change)
    for file, of_file in by_file.items():
        text = text_of(file)
        edits = []
        for change in of_file:
            if change.number in dropped:
                continue
            # An opening goes after what closes at the same place, inner closings before outer ones.
            for order, (at, what) in enumerate(change.edits):
                edits.append((at, 0 if what.startswith(")") else 1, order, what))
        out, last = "", 0
        for at, _, _, what in sorted(edits, key=lambda e: (e[0], e[1])):
            out += text[last:at] + what
            last = at
        out += text[last:]
        target = os.path.join(folder, file)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target) or open(target).read() != out:
            open(target, "w").write(out)


def copy_tree(changed):
    """All but the files that `write_changed` writes, so that a second run builds only what is new."""
    os.makedirs(COPY, exist_ok=True)
    for part in PARTS:
        source = os.path.join(ROOT, part)
        for folder, _, names in os.walk(source) if os.path.isdir(source) else [(ROOT, [], [part])]:
            for name in names:
                path = os.path.join(folder, name)
                if os.path.relpath(path, ROOT) in changed:
                    continue
                target = os.path.join(COPY, os.path.relpath(path, ROOT))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if not os.path.exists(target) or open(path, "rb").read() != open(target, "rb").read():
                    shutil.copy(path, target)


def build(changes, rooms):
    """Builds the test programs; drops the changes of every line that doesn't compile."""
    header = os.path.join(COPY, "mutants.hpp")
    text = header_text(max(c.number for c in changes))
    if not os.path.exists(header) or open(header).read() != text:
        open(header, "w").write(text)
    configure = ["cmake", "-S", ".", "-B", "out", "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                 "-DPARLEY_UNITY=ON", "-DCMAKE_CXX_FLAGS=-std=c++20 -O1 -D_GLIBCXX_ASSERTIONS -w -include " + header,
                 "-DCMAKE_CXX_COMPILER=" + (shutil.which("clang++-14") or "c++")]
    if subprocess.run(configure, cwd=COPY, stdout=subprocess.DEVNULL).returncode != 0:
        sys.exit("mutation: cmake fails")
    # What doesn't compile is found in headers that no program is built from, to build each only once.
    trial = os.path.join(COPY, "trial")
    write_changed(changes, set(), trial)
    with open(os.path.join(trial, "trial.cpp"), "w") as out:
        out.write("#include <parley/parley.hpp>\n#include <parley/negotiate/negotiate.hpp>\n")
    dropped = set()
    steps = [[configure[-1].split("=", 1)[1], "-std=c++20", "-w", "-fsyntax-only", "-ferror-limit=0", "-include",
              header, "-Itrial/include", "-Iinclude", "trial/trial.cpp"],
             ["ninja", "-k", "0", "-C", "out"] + ["parley_test_" + room for room in rooms]]
    while steps:
        write_changed(changes, dropped, trial if len(steps) > 1 else COPY)
        done = subprocess.run(steps[0], cwd=COPY, capture_output=True, text=True)
        if done.returncode == 0:
            steps.pop(0)
            continue
        places = {(m.group(1), int(m.group(2)) - 1)
                  for m in re.finditer(r"^[^\s:]*\b(include/parley/[^\s:]+\.hpp):(\d+):\d+: ",
                                       done.stdout + done.stderr, re.M)}
        more = {c.number for c in changes if (c.file, c.line) in places} - dropped
        if not more:
            sys.exit("mutation: the tree doesn't build\n" + (done.stdout + done.stderr)[-4000:])
        dropped |= more
        print("mutation: %d changes don't compile" % len(dropped), flush=True)
    return dropped


def start(room, environment, seconds, arguments):
    """Whether the tests of a room pass, and what they print; a run that doesn't end is one that doesn't."""
    try:
        done = subprocess.run(["out/tests/parley_test_" + room] + arguments, cwd=COPY, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=seconds, env=dict(os.environ, **environment),
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30)))
        return done.returncode == 0, done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return False, ""


class Room:
    """A test program, its quick and its slow tests, as the first run, without a change, shows them."""

    def __init__(self, name):
        self.name = name
        path = os.path.join(COPY, "seen-" + name)
        good, printed = start(name, {"PARLEY_MUTANT": "0", "PARLEY_MUTANTS_SEEN": path}, 3600, ["-d", "yes"])
        if not good:
            sys.exit("mutation: the tests of %s fail without a change" % name)
        self.reached = open(path, "rb").read()
        times = [(float(taken), re.sub(r'([\\,\["])', r"\\\1", test))
                 for taken, test in re.findall(r"^(\d+\.\d+) s: (.*)$", printed, re.M)]
        slow = [test for taken, test in times if taken > 0.5]
        self.tests = [["~" + test for test in slow], [",".join(slow)]]
        self.seconds = [sum(taken for taken, _ in times if taken <= 0.5),
                        sum(taken for taken, _ in times if taken > 0.5)]
        print("mutation: %s takes %.0f s, and %.0f s its slow tests" % (name, *self.seconds), flush=True)

    def notices(self, number, slow):
        """Whether a test fails with a change."""
        if slow and not self.tests[1][0]:
            return False
        return not start(self.name, {"PARLEY_MUTANT": str(number)}, 10 + 5 * self.seconds[slow],
                         ["--abort"] + self.tests[slow])[0]


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=0, help="a sample of so many; 0: all")
    options.add_argument("--seed", type=int, default=1, help="which sample, and in which order")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="programs at once")
    options.add_argument("--list", action="store_true", help="counts the changes, builds nothing")
    options.add_argument("--only", default="", help="files whose path has this in it")
    chosen = options.parse_args()
    every = all_changes()
    wanted = [c for c in every if chosen.only in c.file]
    if chosen.list:
        for file, count in sorted(collections.Counter(c.file for c in wanted).items()):
            print("%5d %s" % (count, file))
        print("mutation: %d changes" % len(wanted))
        return 0
    copy_tree({c.file for c in every})
    rooms = sorted({room for c in every for room in c.rooms})
    dropped = build(every, rooms)
    rooms = {name: Room(name) for name in rooms}
    wanted = [c for c in wanted if c.number not in dropped
              and not any(room.reached[c.number] & 2 for room in rooms.values())]
    random.Random(chosen.seed).shuffle(wanted)
    if chosen.count:
        wanted = wanted[:chosen.count]

    def fate(change):
        those = [rooms[name] for name in change.rooms if rooms[name].reached[change.number]]
        for slow in (0, 1):
            for room in those:
                if room.notices(change.number, slow):
                    return change, "killed"
        return change, "survived" if those else "not reached"

    counts = collections.Counter()
    pool = concurrent.futures.ThreadPoolExecutor(chosen.jobs)
    try:
        for done in concurrent.futures.as_completed([pool.submit(fate, change) for change in wanted]):
            change, outcome = done.result()
            counts[outcome] += 1
            if outcome != "killed":
                print("%s %s:%d  %s\n    %s" % (outcome, change.file, change.line + 1, change.what,
                                              text_of(change.file).split("\n")[change.line].strip()))
            if sum(counts.values()) % 50 == 0:
                print("mutation: %d tried, %d killed" % (sum(counts.values()), counts["killed"]))
            sys.stdout.flush()
    except KeyboardInterrupt:
        print("mutation: interrupted; of those tried so far:")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        tried = sum(counts.values())
        print("mutation: %d of %d killed (%.1f%%), %d reached by no test"
              % (counts["killed"], tried, 100.0 * counts["killed"] / max(tried, 1), counts["not reached"]),
              flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
