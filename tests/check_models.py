#!/usr/bin/env python3
"""The manifest of the models is true: each file is there, with its size and sha256, and none is missing from it. usage: check_models.py ROOT"""
import hashlib
import os
import re
import sys


def main():
    folder = f"{sys.argv[1]}/data/models"
    manifest = open(f"{folder}/manifest.yaml", encoding="utf-8").read()
    problems, named = [], set()
    for entry in re.split(r"^- ", manifest, flags=re.M)[1:]:
        fields = dict(re.findall(r"^\s*(\w+): (.+)$", entry, flags=re.M))
        for wanted in ("file", "version", "bytes", "sha256", "licence", "command"):
            if wanted not in fields:
                problems.append(f"an entry of manifest.yaml has no {wanted}: {entry.splitlines()[0]}")
        path = f"{folder}/{fields.get('file', '')}"
        named.add(fields.get("file"))
        if not os.path.isfile(path):
            problems.append(f"{path} is named in manifest.yaml, but not there")
            continue
        content = open(path, "rb").read()
        if str(len(content)) != fields.get("bytes"):
            problems.append(f"{path}: {len(content)} bytes, manifest.yaml says {fields.get('bytes')}")
        if hashlib.sha256(content).hexdigest() != fields.get("sha256"):
            problems.append(f"{path}: its sha256 is {hashlib.sha256(content).hexdigest()}, manifest.yaml says {fields.get('sha256')}")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".model") and name not in named:
            problems.append(f"{folder}/{name} is not in manifest.yaml")
    print("\n".join(problems) or f"{len(named)} models are as the manifest says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
