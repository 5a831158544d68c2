#!/usr/bin/env python3
"""No two types of the sources have one name in one namespace: a program that links both would have only one of them (the rule of one
definition), and break where it is used as the other. Types within a class or an unnamed namespace are free. usage: check_names.py ROOT"""
import os
import re
import sys

TYPE = re.compile(r"^(?:struct|class|enum class|enum) (\w+)(?: final)?(?:\s*:(?!:)[^{;]*)?\s*\{", re.M)
NAMESPACE = re.compile(r"^(?:inline )?namespace ([\w:]+) \{", re.M)


def without_unnamed(text):
    """The text less what stands in unnamed namespaces."""
    while (start := text.find("\nnamespace {")) >= 0:
        depth, end = 0, text.index("{", start)
        for end in range(end, len(text)):
            depth += (text[end] == "{") - (text[end] == "}")
            if depth == 0:
                break
        text = text[:start] + text[end + 1:]
    return text


def main():
    root, places = sys.argv[1], {}
    for folder in ("include", "src", "train", "apps", "python/src", "bench", "fuzz", "tests"):
        for path, _, files in os.walk(f"{root}/{folder}"):
            for name in sorted(files):
                if not name.endswith((".h", ".cc")):
                    continue
                with open(f"{path}/{name}", encoding="utf-8") as file:
                    text = without_unnamed(file.read())
                inside = NAMESPACE.search(text)
                for match in TYPE.finditer(text):
                    where = os.path.relpath(f"{path}/{name}", root)
                    places.setdefault((inside[1] if inside else "", match[1]), []).append(where)
    # Tests are programs of their own, and share no types.
    clashes = {name: where for name, where in places.items() if len([one for one in where if not one.startswith("tests/")]) > 1}
    for (space, name), where in sorted(clashes.items()):
        print(f"{space}::{name} is defined in {', '.join(where)}: give one another name, or put it into an unnamed namespace")
    print(f"{len(places)} types, {len(clashes)} names with several")
    return bool(clashes)


if __name__ == "__main__":
    sys.exit(main())
