#!/usr/bin/env python3
"""For how many states the tables name who held an office, and for how long nobody is known to have governed.

usage: data/actors/coverage.py [--on MM-DD] [--governed] [--since yyyy-mm-dd] [--until yyyy-mm-dd]

Counts states of countries.tsv that exist on that day of each year; an office without end is taken to be held until 18 months after
`known_until`, as Kronika does. docs/actors.md has the output.

--governed prints instead, for each member of the United Nations, the days between --since (1990-01-01, or the day it became
independent) and --until (2026-05-31) on which no head of government is known, and their median; where the head of state governs, or
where an office of prime minister is suspended, the head of state counts. States without such days are left out.
"""
import argparse
import datetime
import os
import statistics

FOLDER = os.path.dirname(os.path.abspath(__file__))
KINDS = ("head_of_state", "head_of_government", "foreign", "defence", "interior", "security", "speaker")
NO_MEMBERS = {"ATA", "HKG", "KOS", "PSE", "TWN", "VAT"}
# Since when a state that became independent after 1990 is counted.
INDEPENDENT = {"ARM": "1991-09-21", "AZE": "1991-10-18", "BIH": "1992-04-06", "BLR": "1991-08-25", "CZE": "1993-01-01", "ERI": "1993-05-24",
               "EST": "1991-08-20", "FSM": "1990-12-22", "GEO": "1991-04-09", "HRV": "1991-06-25", "KAZ": "1991-12-16", "KGZ": "1991-08-31",
               "LTU": "1990-03-11", "LVA": "1991-08-21", "MDA": "1991-08-27", "MHL": "1990-12-22", "MKD": "1991-09-08", "MNE": "2006-06-03",
               "NAM": "1990-03-21", "PLW": "1994-10-01", "RUS": "1991-12-25", "SSD": "2011-07-09", "SVK": "1993-01-01", "SVN": "1991-06-25",
               "TJK": "1991-09-09", "TKM": "1991-10-27", "TLS": "2002-05-20", "UKR": "1991-08-24", "UZB": "1991-08-31", "YEM": "1990-05-22"}
# Where the head of state only represents, a prime minister must be known.
CEREMONIAL = set("""ALB AND ATG AUS AUT BEL BGD BGR BHS BIH BLZ BRB CAN CPV CZE DEU DMA DNK ESP EST ETH FIN FJI GBR GEO GRC GRD HRV HUN IND IRL
ISL ISR ITA JAM JPN KHM KNA LCA LBN LIE LSO LTU LUX LVA MCO MDA MKD MLT MNE MNG MUS MYS NLD NOR NPL NZL PAK PNG POL PRT ROU SGP SLB SMR SRB
SVK SVN SWE THA TLS TON TTO TUV VCT VUT WSM""".split())


def table(name):
    """The rows as Kronika sees them: a row written by hand replaces what it overlaps of the same person, country and kind."""
    rows = []
    for path in (f"{FOLDER}/{name}.tsv", f"{FOLDER}/{name}_hand.tsv"):
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
        rows.append([dict(zip(lines[0], row)) for row in lines[1:]])
    made, by_hand = rows[0], rows[1] if len(rows) > 1 else []
    if name == "offices":
        held = {}
        for row in by_hand:
            held.setdefault((row["id"], row["country"], row["kind"]), []).append(row)
        made = [row for row in made if not any(
            first_day(other["start"] or "0001") <= last_day(row["end"] or "9999") and
            first_day(row["start"] or "0001") <= last_day(other["end"] or "9999") and (row["kind"] != "other" or row["title"] == other["title"])
            for other in held.get((row["id"], row["country"], row["kind"]), []))]
    elif by_hand:
        replaced = {row["code"] for row in by_hand}
        made = [row for row in made if row["code"] not in replaced]
    return made + by_hand


def first_day(text):
    return (text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10]


def last_day(text):
    return text + "-12-31" if len(text) == 4 else text + "-31" if len(text) == 7 else text


def months_later(day, months):
    year, month = int(day[:4]), int(day[5:7]) - 1 + months
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}{day[7:]}"


def known_to(row):
    return last_day(row["end"]) if row["end"] else months_later(last_day(row["known_until"]), 18)


def number(day):
    year, month, of_month = int(day[:4]), int(day[5:7]), int(day[8:10])
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)).day
    return datetime.date(year, month, min(of_month, last)).toordinal()


def governed(states, offices, since, until):
    missing = {}
    for code in sorted(set(states) - NO_MEMBERS):
        kinds = ("head_of_government",) if code in CEREMONIAL else ("head_of_government", "head_of_state")
        first, last = number(max(since, INDEPENDENT.get(code, since))), number(until)
        known = bytearray(last - first + 1)
        for row in offices:
            if row["country"] == code and row["kind"] in kinds:
                for day in range(max(first, number(first_day(row["start"]))), min(last, number(known_to(row))) + 1):
                    known[day - first] = 1
        gaps, day = [], 0
        while day <= last - first:
            end = day
            while end <= last - first and not known[end]:
                end += 1
            if end - day > 31:
                gaps.append(f"{datetime.date.fromordinal(first + day)} to {datetime.date.fromordinal(first + end - 1)}")
            day = end + 1
        missing[code] = (known.count(0), gaps)
    print(f"{len(missing)} members of the United Nations, {since} to {until}: days without a known head of government: "
          f"median {statistics.median(days for days, _ in missing.values()):g}, none in {sum(days == 0 for days, _ in missing.values())}, "
          f"more than 31 in {sum(days > 31 for days, _ in missing.values())}")
    for code, (days, gaps) in sorted(missing.items(), key=lambda item: -item[1][0]):
        if days:
            print(f"{states[code]['name']}: {days}" + (f" ({', '.join(gaps)})" if gaps else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", default="07-01")
    parser.add_argument("--governed", action="store_true")
    parser.add_argument("--since", default="1990-01-01")
    parser.add_argument("--until", default="2026-05-31")
    arguments = parser.parse_args()
    day_of_year = arguments.on
    states = {row["code"]: row for row in table("countries") if row["type"] == "state"}
    offices = [row for row in table("offices") if row["kind"] in KINDS and row["start"]]
    if arguments.governed:
        governed(states, offices, arguments.since, arguments.until)
        return
    print("| on " + day_of_year + " of | states | " + " | ".join(kind.replace("_", " ") for kind in KINDS) + " |")
    print("|---" * (len(KINDS) + 2) + "|")
    for year in (1985, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2022, 2024, 2025, 2026):
        day = f"{year}-{day_of_year}"
        there = {code for code, row in states.items()
                 if first_day(row["start"] or "0001") <= day <= last_day(row["end"] or "9999")}
        held = {kind: set() for kind in KINDS}
        for row in offices:
            if row["country"] in there and first_day(row["start"]) <= day <= known_to(row):
                held[row["kind"]].add(row["country"])
        print(f"| {year} | {len(there)} | " + " | ".join(str(len(held[kind])) for kind in KINDS) + " |")


if __name__ == "__main__":
    main()
