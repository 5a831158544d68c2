#!/usr/bin/env python3
"""For how many states the tables name who held an office, year by year. docs/actors.md has the output.

usage: data/actors/coverage.py [--on MM-DD]

Counts states of countries.tsv that exist on that day of each year; an office without end is taken to be held until 18 months after
`known_until`, as Kronika does.
"""
import argparse
import os

FOLDER = os.path.dirname(os.path.abspath(__file__))
KINDS = ("head_of_state", "head_of_government", "foreign", "defence", "interior", "security", "speaker")


def table(name):
    for path in (f"{FOLDER}/{name}.tsv", f"{FOLDER}/{name}_hand.tsv"):
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
        for row in lines[1:]:
            yield dict(zip(lines[0], row))


def first_day(text):
    return (text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]


def last_day(text):
    return text + "-12-31" if len(text) == 4 else text + "-31" if len(text) == 7 else text


def months_later(day, months):
    year, month = int(day[:4]), int(day[5:7]) - 1 + months
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}{day[7:]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="07-01")
    day_of_year = parser.parse_args().on
    states = {row["code"]: row for row in table("countries") if row["type"] == "state"}
    offices = [row for row in table("offices") if row["kind"] in KINDS and row["start"]]
    print("| on " + day_of_year + " of | states | " + " | ".join(kind.replace("_", " ") for kind in KINDS) + " |")
    print("|---" * (len(KINDS) + 2) + "|")
    for year in (1985, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2022, 2024, 2025, 2026):
        day = f"{year}-{day_of_year}"
        there = {code for code, row in states.items()
                 if first_day(row["start"] or "0001") <= day <= last_day(row["end"] or "9999")}
        held = {kind: set() for kind in KINDS}
        for row in offices:
            until = last_day(row["end"]) if row["end"] else months_later(last_day(row["known_until"]), 18)
            if row["country"] in there and first_day(row["start"]) <= day <= until:
                held[row["kind"]].add(row["country"])
        print(f"| {year} | {len(there)} | " + " | ".join(str(len(held[kind])) for kind in KINDS) + " |")


if __name__ == "__main__":
    main()
