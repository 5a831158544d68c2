"""Which part a document is in, and whether both parts are apart: by the country and year that they are about, and by their authors."""
import fnmatch
import os
from collections import Counter, defaultdict

import form

NOWHERE = form.INTERNATIONAL - {"KOS"}  # codes that name no country


def is_kept(document, kept):
    return any(fnmatch.fnmatch(os.path.basename(document.path), pattern) for pattern in kept)


def countries_of(row):
    """How many sides of its events name each country; international bodies and unknown countries are left out."""
    return Counter(country for event in row["events"] for side in ("actor", "recipient")
                   for country in {code[:3] for code in event[side]} - NOWHERE)


def main_country(row):
    counted = countries_of(row)
    return min(counted, key=lambda country: (-counted[country], country)) if counted else None


def problems(rows):
    """No country's year and no series of ids (an author's) may be in both parts. `rows` are (document, row)."""
    years, series = defaultdict(list), defaultdict(list)
    for document, row in rows:
        country = main_country(row)
        if country:
            years[country, row["published"][:4]].append((document, row))
        series[row["id"].rpartition("-")[0]].append((document, row))
    for (country, year), together in sorted(years.items()):
        trained = [row["id"] for _, row in together if row["part"] == "train"]
        for document, row in together:
            if row["part"] == "test" and trained:
                yield f"{document.path}:{document.line}: {row['id']}, kept for testing, is about {country} in {year}, as is {', '.join(trained)}"
    for name, together in sorted(series.items()):
        files = {part: sorted({os.path.basename(document.path) for document, row in together if row["part"] == part}) for part in ("train", "test")}
        if files["train"] and files["test"]:
            yield f"the series {name} is in both parts: {files['test'][0]} is kept for testing, {files['train'][0]} is not"
