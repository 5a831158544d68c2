"""Organizations: all that are well known, the parties of the countries most in the news."""
import re

from build_text import INTERNATIONAL, MAIN, fold, latin, sectors, slug, split

# Regions of the sources are no countries of a record.
REGIONS = set("AFR ARB ASA EUP LAM MEA SHL HOA GLF CAU BLK BLT CRB NRD PCF WST EEC".split())
PARTIAL = {"ABK": "GEO", "OST": "GEO", "PMR": "MDA", "NKR": "AZE", "NCY": "CYP", "SML": "SOM", "DNR": "UKR", "LNR": "UKR", "ESH": "MAR"}
NO_NAMES = re.compile(r"(reporter|journalist|-based|^[A-Z]\.[A-Z]?\.? ?[A-Z]|\bbodies$|^emir |journalists|analyst|\d{5}|^the$)", re.I)
# Aliases that are common words, other things, or other people's short names.
BAD_ALIASES = set(fold(alias) for alias in """COLOMBIA|MUHAMMED|the Commission|EU leaders|US lawmakers|U.S. lawmakers|the Church|Rep|Dem|
EC|EP|LP|AL|Lab|LD|DA|PT|VP|MB|SIS|Orthodox|House Democrats|House Republicans|Ansar|Movement|The Movement|the Treasury|Security
Service|Security Council|National Liberation Army|X Corp|the bloc|Lords|Commons|State Committee|Total|Vox|
U.S. military airstrikes|National Front|Army|La Liga|Union|People's Liberation Forces|Front|Federation|The Lightning|Unity|Hope|
Solidarity|Progress|Freedom|Change|Spark|Rally|Center|Forward|Together|Power|Reform|Independent|Independents|Family First|
International|Development|Group|Action|Law|Equality|Democrat|Republican|Marines|Mission|Gap|Target|Visa|Chase|Discover|Progressive|
Guess|Limited|Oracle|Apache|Cardinal|General|Sprint|Frontier|Unit|Public Storage|Citizens|First|Crown|National|Principal|Nation|
Ball|Analog|Fox|News|News Corp|West|East|South|North|Delta|Southern|Best|Global|United|World|American|America|Council|Justice|
National Assembly|House of Representatives|Supreme Court|Central Command|Constituent Assembly|Catholic|Roman Catholic|Sunni|Shia|
Gateway|Labor Department|Consultative Assembly|Republika Srpska|State|Here|Care|Plan|Concern|Goal|Merlin|Relief|Caritas|Aid|
Tear|Medair|ADRA|Samaritan|1 percent|Lightning|Tier|Block|Booking|Church|Coherent|COPE|AMIN|AMIT|PARADISE|DAWN|Cornerstone|Foundation|Forum|
Interest|Youth|STAR|INSTRUCT|IDEA|Labor|MASS|Met|PAIN|NUNS|Accord|REAL|PROS|SNAP|ZERO|SHARE|Spirit|Organization|Home|FIRS|HABITAT|AMAR|
All Together|Article One|Direct Action|Direct Democracy|Immediate Action|International Solidarity|Liberal Democracy|National Movement|
National Unity|New Generation|One Nation|Order, the|Our Party|We Can|Red Flag|The Frontier|The Network|The Party|The Right|The River|The Union|
The Liberals|Whole Nation|Your Party|Holy Men|Cap|Ism|Img|Polity|Green|Greens|the Greens|Socialist|Liberal|Conservative|Left|Right|the Left""".replace("\n", "").split("|"))
COMMON = set(fold(word) for word in """Act Alignment Alive Alliance Amplitude Bridge Chinese Coalition Cohesion Community Confederation
Conservatives Convergence Crossroads Democracy Democrats Dignity Energy Ensemble Fatherland Greenhill Hartford Heritage Homeland
Horizons Insula Military Modern Momentum Muslim Olive Renaissance Republic Republicans Roundtable Spartans Spring Think Tigers Truth
Unionists Voice Brotherhood Yahweh Dor Telem Noam Shahin Hamzah Zarkasih Muhannad Sungkar Subroto Masco""".split())
PERSONS = set("Khaled Meshaal|Marwan Issa|Mohammed Deif|World Bank President|President of the World Bank|Alliance".lower().split("|"))
FIX = {"Council of Europe": "IGO", "European Court of Human Rights": "IGO", "NATO": "IGO", "Jaish-E-Mohammad": "PAK",
       "Irish Republican Army": "GBR", "Eurocorps": "EUR"}


def country_and_sectors(row, codes):
    """PLOVER 5.1.1: who belongs to no state has its kind in the country's place, and no sector that repeats it."""
    country, parts = {"XKX": "KOS", "NAT": "IGO", "SUN": "RUS", "BRD": "DEU", "DDR": "DEU", "YUG": "SRB", "CSK": "CZE", "KRI": "IRQ"}.get(row["iso3"], row["iso3"]), row["sector"].split(";")
    country = FIX.get(row["name"], country)
    own = sectors(row["sector"])
    if "IGO" in parts:
        country = country if country in ("UNO", "EUR") else "IGO"
        if country in ("UNO", "EUR"):
            own = ";".join(part for part in own.split(";") if part not in ("GOV", "BUS"))
    elif "MNC" in parts:
        country = "MNC"
    elif "IMG" in parts or (row["kind"] in ("armed group", "terrorist group") and (country in REGIONS or not country)):
        country, own = "IMG", ";".join(dict.fromkeys(["REB"] + [part for part in own.split(";") if part not in ("", "REB", "GOV")]))
    elif "NGO" in parts:
        if country in codes and country not in INTERNATIONAL:
            own = ";".join(dict.fromkeys([part for part in own.split(";") if part] or ["SOC"]))
        else:
            country, own = "NGO", own
    if country in PARTIAL:
        country, own = PARTIAL[country], own + ";PRE" if "PRE" not in own else own
    if country in REGIONS:
        country = ""
    return country, own


def organizations(rows, codes, persons):
    """`persons`: names of the offices table; the sources list some leaders among the groups."""
    taken, found, well_known = {}, {}, set()
    for row in sorted(rows, key=lambda row: (-int(row["weight"]), row["name"], row["iso3"])):
        name, weight = re.sub(r"^The (European|World|United)", r"\1", row["name"].strip()), int(row["weight"])
        if NO_NAMES.search(name) or not latin(name) or len(name) < 3 or len(name) > 70 or "(" in name and weight < 3:
            continue
        if weight == 1 and (row["kind"] == "party" and row["iso3"] not in MAIN or row["end"] and row["end"] < "1990"):
            continue
        country, own = country_and_sectors(row, codes)
        if country and country not in codes and country not in INTERNATIONAL or not (country or own):
            continue
        if weight < 3 and fold(name) in well_known or fold(name) in COMMON | persons or weight == 1 and " " not in name and "-" not in name:
            continue
        if row["sector"] == "REL;OPP" and weight < 3:  # the source lists persons here
            continue
        if fold(name) in BAD_ALIASES and weight < 3:
            continue
        aliases = []
        for alias in split(row["aliases"]):
            alias = re.sub(r"^[Tt]he (?=[A-Z])", "", alias)
            acronym = alias.isupper() and len(alias) <= 3
            if (not latin(alias) or "(" in alias or fold(alias) in BAD_ALIASES or len(alias) > 70 or len(alias) < 2 or
                    acronym and weight == 1 or len(alias) <= 3 and not alias.isupper() and weight < 3 or NO_NAMES.search(alias) and weight < 3 or fold(alias) == fold(name) or
                    alias.islower() and weight < 3 or fold(alias) in PERSONS | persons or weight < 3 and fold(alias) in COMMON or weight < 3 and fold(alias) in well_known):
                continue
            aliases.append(alias)
        if weight == 3:
            well_known.update(map(fold, aliases + [name]))
        key = (fold(name), country)
        if key in found:
            continue
        ident = slug(name)
        if ident in taken:
            ident = f"{ident}-{(country or 'x').lower()}"
        while ident in taken:
            ident += "-2"
        taken[ident] = True
        start, end = row["start"], row["end"]
        if row["kind"] == "party" and weight == 3 and end:  # the source's end is its own coverage's
            end = ""
        found[key] = {"id": ident, "name": name, "aliases": "|".join(dict.fromkeys(aliases)), "country": country, "sectors": own,
                      "start": start, "end": end if not end or end >= start else "", "weight": weight, "source": row["source"]}
    return sorted(found.values(), key=lambda row: row["id"])
