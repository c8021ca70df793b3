#!/usr/bin/env python3
"""The invalid cases of the YAML test suite against the reader: each is refused, or nothing of it is lost.

    scripts/yaml_suite.py FOLDER [--parley build/test/bin/parley] [--verbose]

FOLDER is a checkout of the branch `data` of yaml/yaml-test-suite: a folder a case, with `in.yaml` and,
where the text is no YAML, `error`. `parley fmt` reads each of these. What it accepts all the same is
looked through word by word: every letter and digit of the text has to come out again, in order. Valid
cases are read as well; those that packs may not use are refused, which is counted and no fault.

The last line is `yaml suite: R of N invalid cases refused, A accepted whole, L lost something`.
"""
import argparse
import os
import re
import subprocess
import sys


def words(text):
    return "".join(re.findall(r"\w+", text.decode("utf-8", "replace")))


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("folder")
    options.add_argument("--parley", default="build/test/bin/parley")
    options.add_argument("--verbose", action="store_true")
    chosen = options.parse_args()
    counts = {True: [0, 0, 0, 0], False: [0, 0, 0, 0]}  # by invalid: all, refused, whole, lost
    for folder, _, files in sorted(os.walk(chosen.folder)):
        if "in.yaml" not in files:
            continue
        text = open(os.path.join(folder, "in.yaml"), "rb").read()
        case = os.path.relpath(folder, chosen.folder)
        made = subprocess.run([chosen.parley, "fmt", "-"], input=text, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=30)
        if made.returncode not in (0, 1, 2):
            sys.exit("yaml suite: %s ends with %d" % (case, made.returncode))
        invalid = "error" in files
        counts[invalid][0] += 1
        if made.returncode != 0:
            counts[invalid][1] += 1
        elif words(text) == words(made.stdout):
            counts[invalid][2] += 1
            if chosen.verbose and invalid:
                print("accepted whole: %s %r" % (case, text[:60]))
        else:
            counts[invalid][3] += 1
            if invalid or chosen.verbose:
                print("lost: %s %r became %r" % (case, text[:80], made.stdout[:80]))
    total, refused, whole, lost = counts[False]
    print("yaml suite: %d valid cases: %d read, %d use what packs may not" %
          (total, whole + lost, refused))
    total, refused, whole, lost = counts[True]
    print("yaml suite: %d of %d invalid cases refused, %d accepted whole, %d lost something" %
          (refused, total, whole, lost))
    return 0 if lost == 0 and total else 1


if __name__ == "__main__":
    sys.exit(main())
