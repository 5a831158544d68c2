#!/usr/bin/env python3
"""Does every #include go where tests/layers.rules lets its folder look?

usage: check_layers.py ROOT
Prints each include against the rules with its file and line; exit status 1 if there is one.
"""
import os
import re
import subprocess
import sys

INCLUDE_FOLDERS = ["include", "src", ""]
INCLUDE = re.compile(r'\s*#\s*include\s*["<]([^">]+)[">]')


def load_rules(path):
    rules = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.split("#")[0].strip()
            if line:
                folder, allowed = line.split(":")
                rules[folder.strip()] = allowed.split()
    return rules


def folder_of(path, rules):
    """The longest rule that holds `path`, and the folder it stands for: 'src/stage/*' gives 'src/stage/parse'."""
    best_rule, best_folder = None, ""
    for rule in rules:
        stem = rule.removesuffix("/*")
        if path.startswith(stem + "/"):
            folder = "/".join(path.split("/")[: stem.count("/") + 2]) if rule.endswith("/*") else stem
            if len(folder) > len(best_folder):
                best_rule, best_folder = rule, folder
    return best_rule, best_folder


def source_files(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, text=True, check=True).stdout.split("\n")
    return {name for name in listed if re.search(r"\.(h|cc)$", name) and os.path.exists(f"{root}/{name}")}


def check(root):
    rules = load_rules(f"{root}/tests/layers.rules")
    files = source_files(root)
    found = []
    for name in sorted(files):
        rule, own = folder_of(name, rules)
        if not rule or name.endswith("_test.cc"):
            continue
        with open(f"{root}/{name}", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                for folder in [os.path.dirname(name)] + INCLUDE_FOLDERS:
                    target = os.path.normpath(os.path.join(folder, match[1]))
                    if target in files:
                        target_rule, target_folder = folder_of(target, rules)
                        if target_rule and target_folder != own and target_rule not in rules[rule]:
                            found.append(f"{name}:{number}: {own} may not include {target}")
                        break
    return found


def main():
    found = check(sys.argv[1])
    print("\n".join(found + [f"{len(found)} includes against the layers"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
