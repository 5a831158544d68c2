#!/usr/bin/env python3
"""Writes the tables countries, metonyms, offices, organizations and roles from merged source tables.

    ./build.py [SOURCES]        SOURCES is ../../../shared/data/kb by default

One-off: the tables in this folder are what Kronika reads and what is kept under version control. Run it again only
when the sources have changed. Corrections belong into the *_hand.tsv tables, which this script never touches.
"""
import csv
import sys
from pathlib import Path

from build_offices import offices
from build_organizations import organizations
from build_roles import roles
from build_text import fold, latin, split

HERE = Path(__file__).resolve().parent
SOURCES = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "../../../shared/data/kb"


def read(name):
    with open(SOURCES / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(name, note, columns, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# {note} Columns: README.md. Made by build.py; put corrections into the _hand table.\n")
        file.write("\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(str(row.get(column, "")) for column in columns) + "\n")
    print(f"{name}: {len(rows)} rows, {(HERE / name).stat().st_size} bytes")


# Former states still met in the news since 1985; the others are history.
FORMER = {"BRD", "CSK", "DDR", "SCG", "SUN", "YAR", "YMD", "YUG", "ZAR"}
RENAMED = {"BUR": "MMR", "CEY": "LKA", "MKD_OLD": "MKD", "SWZ_OLD": "SWZ", "HVO": "BFA"}
OWN_CODE = {"HKG", "ATA", "PSE", "TWN"}  # PLOVER 5.1 keeps these apart though they are no ordinary states
SUCCESSOR = {"YUG": "SRB", "ESH": "MAR"}
MORE_SEATS = {"BEN": ["Cotonou"], "BOL": ["La Paz", "Sucre"], "NLD": ["The Hague"], "ISR": ["Tel Aviv"], "CIV": ["Abidjan"],
              "PSE": ["Ramallah", "Gaza City"], "MYS": ["Putrajaya"], "UKR": ["Kiev"], "TZA": ["Dar es Salaam"]}
BAD_ALIASES = {"NA", "EU", "Holland|Dutch", "Wallis", "Micronesia|US", "Great Britain and Ireland", "Arg",
               "Guerns", "Gaza, Gaza Strip", "States", "U.S", "US government", "US administration", "American", "Oz", "Chinese Wall",
               "Soviet Occupied Afghanistan", "Truk", "CAR"}
NAMES = {"HKG": "Hong Kong", "MAC": "Macao", "COD": "Democratic Republic of the Congo", "COG": "Republic of the Congo",
         "MMR": "Myanmar", "PSE": "Palestine", "CIV": "Ivory Coast"}
MORE_ALIASES, MORE_ADJECTIVES = {"USA": ["America"]}, {"AZE": ["Azeri"]}
MOST_ALIASES = 9  # the sources put the good ones first; misspellings in many languages follow


def countries():
    known, extra = {}, {}
    for row in read("countries.tsv"):
        code = row["iso3"]
        if code in RENAMED:
            extra[RENAMED[code]] = [row["name"].split(" (")[0]] + split(row["aliases"])
        kind = row["type"]
        if kind in ("alias", "grouping") or (kind == "dissolved" and code not in FORMER):
            continue
        code = {"XKX": "KOS"}.get(code, code)
        target = SUCCESSOR.get(code, row["successor"]) if code not in OWN_CODE else ""
        partial = kind == "partial" and code not in OWN_CODE and code != "KOS" or code == "ESH"
        kind = "partial" if partial else "territory" if kind == "region" else "state" if code in OWN_CODE | {"KOS"} else kind
        cow = row["cow_code"] if kind in ("state", "dissolved") else ""
        capital = split(row["capital"]) + [seat for seat in MORE_SEATS.get(code, []) if seat not in split(row["capital"])]
        known[code] = {
            "code": code, "name": row["name"].replace(" & ", " and ").replace("St. ", "Saint "), "type": kind,
            "coded_as": target, "aliases": MORE_ALIASES.get(code, []) + split(row["aliases"]) + split(row["official_name"]) + [row["name"]],
            "adjectives": split(row["adjectives"]) + MORE_ADJECTIVES.get(code, []), "demonyms": split(row["demonyms"]), "capital": capital, "cow": cow,
            "start": row["valid_from"], "end": row["valid_to"], "source": row["source"]}
    for code, names in extra.items():
        known[code]["aliases"] += names
    of_states = {word for row in known.values() if row["type"] == "state" for word in row["adjectives"] + row["demonyms"]}
    rows = []
    for code, row in sorted(known.items()):
        if row["type"] == "territory" or code == "SCG":  # "Dutch" stands in Aruba's row and means the Netherlands
            row["adjectives"] = [word for word in row["adjectives"] if word not in of_states]
            row["demonyms"] = [word for word in row["demonyms"] if word not in of_states]
        name = row["name"] = NAMES.get(code, row["name"])
        drop = BAD_ALIASES | set(row["adjectives"] + row["demonyms"] + row["capital"]) - {"US", "U.S.", "UK", "Congo"} | ({"Korea"} if code == "PRK" else set())
        good = lambda word: latin(word) and not set(word) & set(";*()") and word != name and len(word) < 70
        row["aliases"] = [word for word in row["aliases"] if word not in drop][:MOST_ALIASES]
        row["adjectives"] = [word for word in row["adjectives"] if word not in {name, "NA", *row["aliases"]} and "-led" not in word]
        for field in ("aliases", "adjectives", "demonyms"):
            row[field] = "|".join(dict.fromkeys(word for word in row[field] if good(word)))
        row["capital"] = "" if code in ("DNR", "LNR") else "|".join(row["capital"])  # Ukrainian cities
        rows.append(row)
    return rows


SKIP_METONYMS = {"capital", "former capital", "seat of government", "capital (foreign usage)", "historical", "nickname",
                 "former capital (to 1999)", "capital (Palestinian Authority)", "capital (Kurdistan Region)"}
BAD_METONYMS = {"Arg", "East River", "Wilhelmstrasse", "the Hill", "Old Square", "Red Square", "Government House",
                "Victoria Palace", "Balfour Street", "Beehive", "The Hague", "Putrajaya", "Camp David", "Mar-a-Lago",
                "City of London", "Queen's Park", "the Chancellery", "Royal Court"}


def metonyms():
    rows = {}
    for row in read("metonyms.tsv"):
        if row["kind"] in SKIP_METONYMS or row["kind"].startswith("de facto capital") or row["term"] in BAD_METONYMS:
            continue
        name = row["term"].removeprefix("the ")
        sectors = "" if row["iso3"] == "UNO" else row["sector"]
        rows.setdefault((row["iso3"], name.lower()), {
            "name": name, "country": row["iso3"], "sectors": sectors.replace("MIL", "GOV;MIL") if name == "Pentagon" else sectors,
            "source": row["source"]})
    return [rows[key] for key in sorted(rows)]


def main():
    table = countries()
    write("countries.tsv", "Countries and territories.",
          ["code", "name", "type", "coded_as", "aliases", "adjectives", "demonyms", "capital", "cow", "start", "end", "source"], table)
    write("metonyms.tsv", "Seats of power that stand for who sits there.", ["name", "country", "sectors", "source"], metonyms())
    codes = {row["code"] for row in table}
    held = offices(read("dated_roles.tsv"), codes)
    persons = {fold(name) for row in held for name in [row["name"], *split(row["aliases"])]}
    write("offices.tsv", "Persons and the offices they held.",
          ["id", "name", "aliases", "short", "country", "sectors", "title", "kind", "start", "end", "known_until", "weight", "source"],
          held)
    write("organizations.tsv", "Organizations.",
          ["id", "name", "aliases", "country", "sectors", "start", "end", "weight", "source"],
          organizations(read("organizations.tsv"), codes, persons))
    write("roles.tsv", "Common nouns for actors, as lemmas.", ["phrase", "sectors", "kind", "person", "country", "source"],
          roles(read("agents.tsv")))


if __name__ == "__main__":
    main()
