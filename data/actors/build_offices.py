"""Persons and their offices: whom to keep, which kind an office is, when it surely was held."""
import re
from collections import Counter, defaultdict

from build_text import MAIN, fold, latin, sectors, slug, split

JUNIOR = re.compile(r"(Whip|Lord in Waiting|Baroness|Parliamentary|Under-?[Ss]ecretary|Assistant|Vice Chamberlain|HM |Lord Mayor|Lord of|"
                    r"Lord Commissioner|Minister of State \(|^Minister (for|of) .*\(.*Office\)|State Secretary|Judge of|judge of|"
                    r"Justice of the Supreme|Supreme Court Justice|[Dd]elegate|Deputy Minister|Deputy Secretary|Associate|[Pp]ermanent "
                    r"[Ss]ecretary|Comptroller|Paymaster|Clerk|Keeper|Captain of|Master of|Lord Chamberlain|Lord Steward|Advocate General|"
                    r"[Ss]olicitor|Member of the|member of|Lord Privy|Ways and Means|Equerry|Minister for .*\(|Minister of State for|"
                    r"Deputy Leader|Vicar|Sami Parl|[Ii]nspector|Registrar|Gentleman|Exchequer \(|Secretary to the Treasury \()")
AMBASSADOR = re.compile(r"ambassador to (the )?(United States|Russia|United Nations|UN|European Union|NATO|China|People's Republic of China|United Kingdom|"
                        r"Ukraine|Israel|Iran)", re.I)
LESSER = r"(?:deputy|vice|assistant|former|aide|adviser|advisor|wife|lady|spouse|first secretary|council of state|candidate|opposition)"
KINDS = [  # in this order; (?i) where a title's case differs between sources
    ("other", r"(?i)\b" + LESSER + r"\b(?!.*security advis)|National Security Advis.*Deputy|ambassador|Trade|Central Bank|Governor|Attorney|Defence (Procurement|Equip)"),
    ("speaker", r"(?i)speaker|(president|chair\w*) of the .*(assembly|parliament|senate|duma|rada|congress|chamber|house|national council|majlis)"),
    ("foreign", r"(?i)minist\w+ (?:of|for)(?: the)? (?:\w+,? (?:and )?)?(?:foreign|external) (?:and european )?(?:affairs|relations)|foreign (?:minister|secretary)|"
                r"secretary (?:of state )?(?:of|for) (?:the )?(?:foreign|external)|europe and foreign affairs|minister for europe.*foreign|european and international affairs"),
    ("defence", r"(?i)minist\w+ (?:of|for)(?: the)? (?:national |people's )?defen[cs]e|secretary (?:of state )?(?:of|for) (?:national )?defen[cs]e|minister of the armed forces|minister of armed forces|defen[cs]e minister"),
    ("interior", r"(?i)minist\w+ (?:of|for)(?: the)? (?:federal )?(?:interior|internal affairs|home affairs|public security)|home secretary|home department|homeland security$|interior minister"),
    ("security", r"(?i)security council|national security advis|intelligence|security service|state security|mossad|shin bet|\bcia\b|sbu|\bfsb\b|mi5|mi6|federal security"),
    ("head_of_government", r"(?i)(?:^|acting |interim )(?:prime minister|premier|federal chancellor|chancellor|taoiseach|president of the government|head of government|chair\w+ of the (?:council|cabinet) of ministers.*|president of the council(?: of ministers)?|minister of state)$"),
    ("head_of_state", r"(?i)^(?:acting |interim |transitional )?(?:federal )?(?:president(?: of the (?:republic|confederation|swiss confederation|federation))?|king|queen|emperor|emir|sultan|grand duke|pope|chairman of the presidency|head of state|chair\w+ of the (?:transitional )?sovereign\w* council|chair\w+ of the state administration council)$"),
]
HEADS = ("head_of_state", "head_of_government")
SINGLE = {"head_of_state", "head_of_government", "foreign", "defence", "interior"}
SHARED_HEADS = {"AND", "BIH", "CHE", "SMR"}
SAME = {"Giorgi Marghvilashvili": "Giorgi Margvelashvili", "Matamela Cyril Ramaphosa": "Cyril Ramaphosa", "Rafiq Hariri": "Rafic Hariri", "Bhumibol Adulyadej": "King Bhumibol",
        "Juan Carlos I of Spain": "Juan Carlos I", "Juan Carlos de Borbon Yborbon": "Juan Carlos I",
        "Valery Zaluzhnyi": "Valerii Zaluzhnyi", "Sergey Kiriyenko": "Sergei Kiriyenko", "Mary Elizabeth Truss": "Liz Truss", "Serzh Sargsian": "Serzh Sargsyan", "Settha Thawisin": "Srettha Thavisin",
        "Salman of Saudi Arabia": "King Salman", "Michel Awn": "Michel Aoun", "Abiy Ahmed Ali": "Abiy Ahmed", "Sergei Lavrov": "Sergey Lavrov",
        "Abu Bakr al Qorbi": "Abu Bakr al-Qirbi", "Pedro Pablo Kuczynski Godard": "Pedro Pablo Kuczynski", "Fidel V. Ramos": "Fidel Ramos",
        "Maha Vajiralongkorn Bodinthrathepphayawarangkun": "Maha Vajiralongkorn", "Ollanta Humala Tasso": "Ollanta Humala",
        "Vicente Fox Quesada": "Vicente Fox", "Abdullah II of Jordan": "King Abdullah II", "Felipe VI of Spain": "King Felipe VI",
        "Abdullah of Saudi Arabia": "King Abdullah", "Fahd bin Abdulaziz Al Saud": "King Fahd",
        "Prabowo Subianto Djojohadikusumo": "Prabowo Subianto", "Mark T. Esper": "Mark Esper", "Mohammad bin Salman": "Mohammed bin Salman",
        "Mohamed I. Alli": "Irfaan Ali", "Najib Miqati": "Najib Mikati", "Souren Papikyan": "Suren Papikyan", "Bruno Rodríguez Parrilla": "Bruno Rodríguez",
        "Mohamed Ahmed Zaki": "Mohamed Zaki", "José Manuel Albares Bueno": "José Manuel Albares", "Fernando Grande Marlasca": "Fernando Grande-Marlaska",
        "Mohammad Reza Qaraei Ashtiani": "Mohammad-Reza Gharaei Ashtiani", "Ayman al-Ṣafadī": "Ayman Safadi", "Mukhtar Tleuberdi": "Mukhtar Tileuberdi",
        "Jeenbek Kulubaev": "Jeenbek Kulubayev", "Sayyid Badr bin Hamad bin Hamood AlBusaidi": "Badr bin Hamad al-Busaidi",
        "Mohammed bin Abdulrahman Al Thani": "Mohammed bin Abdulrahman bin Jassim Al Thani", "Faisal bin Farhan Al Saud": "Faisal bin Farhan",
        "Francisco Flores Pérez": "Francisco Flores", "Denys Monastyrskyi": "Denys Monastyrsky", "Andrey Belousov": "Andrei Belousov",
        "Wachiralongkon Bodinthrathepphayawarangkun": "Maha Vajiralongkorn", "Muhammad bin Rashid Al-Nuhayan": "Mohammed bin Zayed Al Nahyan",
        "Francisco Rafael Sagasti Hochhausler": "Francisco Sagasti"}
BAD_SHORT = {"Ii", "II", "III", "Dalai", "Muhammad", "Mohammed", "Omar", "Silva", "King", "Prince", "Bin", "Xiv", "Leo Xiv", "Haybatullah", "Ali",
             "Queen", "Pope", "Major", "Brown", "May", "Bush Sr", "Philippe", "Felipe", "Abdullah", "Hussein II", "Carl", "Long", "Small", "Best", "March",
             # common words, and names that very many people have
             "Ball", "Bacon", "Bio", "Blah", "Camps", "Court", "Day", "Drew", "Fall", "Friday", "Gross", "Hunt", "Jr.", "Key", "Ling", "Loan", "Lord",
             "Man", "Nano", "Pace", "Parts", "Said", "Sang", "Saw", "Silver", "Store", "Støre", "Te", "Verge", "Wall", "Won", "Young", "Dan", "Kun", "Paz",
             "Khan", "Ahmed", "Singh", "Hassan", "Mohamed", "Mohammad", "Mohamad", "Ahmad", "Hussain", "Jean", "Joseph", "Paul", "Pierre", "Frank", "Sean",
             "Vincent", "Mustafa", "Osman", "Ismail", "Ibrahim", "Abdallah", "Rahman", "Gabriel", "Cruz", "Smith", "Martin", "hussein", "Alexandre",
             "Alexis", "Abdi", "Marcel", "Mishal"}
# A surname that so many of the table have, or that is a first name of so many, means its bearer only where he is well known.
MANY_FIRST, MANY_LAST = 4, 12
# The source is wrong: neighbours in its list, one president under two countries.
WRONG = {("Anatole Collinet Makosso", "COD", "Prime Minister"), ("Natasa Pirc Musar", "SVN", "Prime Minister"), ("Halla Tomasdottir", "ISL", "Prime Minister"),
         ("Muhammad Hamza Shahbaz Sharif", "PAK", "Prime Minister")}
GOOD_SHORT = {"May", "Brown", "Major"}  # with a capital and on the day they held office only; the reader of the table sees the day
INTERNATIONAL = {"NAT": "IGO", "XKX": "KOS", "IGO": "IGO", "UNO": "UNO", "EUR": "EUR", "NGO": "NGO", "IMG": "IMG"}


def kind_of(title, country, own):
    if country == "USA" and title == "Secretary of State":
        return "foreign"
    if title == "Supreme Leader" and country == "PRK":
        return "head_of_state"
    if country in ("UNO", "EUR", "IGO"):
        return "other"
    for kind, pattern in KINDS:
        if re.search(pattern, title):
            if kind in HEADS and not set(own.split(";")) & {"GOV", "MIL", "REL"}:
                return "other"
            if kind == "head_of_government" and title == "Minister of State" and country != "MCO":
                continue
            return kind
    return "other"


def country_of(row):
    code = row["iso3"]
    if not code:
        match = re.search(r"\[IGO(UNO|EUR)?", row["role"])
        code = (match.group(1) or "IGO") if match else ""
    return INTERNATIONAL.get(code, code)


def wanted(row, codes):
    title, end, start = row["role"], row["end"], row["start"]
    country = row["country"]
    if not country or country not in codes and country not in ("IGO", "UNO", "EUR", "NGO", "IMG"):
        return False
    if end and end < "1985" or not (start or end) and "hand" not in row["source"] or row["person"] in ("II", "X") or "," in row["person"]:
        return False
    if re.search(r"Authority|Observatory|Ministry|Organi[sz]ation|Committee|Council\b", row["person"]):
        return False
    if "hand" in row["source"] or "factbook" in row["source"] and country in codes and "Governor" not in title:
        return True
    if len(row["person"].split()) < 2:
        return False
    if row["kind"] in HEADS and not title.startswith("Vice"):
        return end == "" or end >= "1990"
    if not end and not row["asof"] or end and end < "1990":
        return False
    if "ambassador" in title:
        return country in MAIN and bool(AMBASSADOR.match(title))
    if JUNIOR.search(title) or "Queen of Australia" in title:
        return False
    if row["source"] == "phoenix":
        return country in MAIN or country in ("UNO", "EUR", "IGO")
    return country in MAIN or row["kind"] in ("foreign", "defence", "interior", "security", "speaker")


def cleaned(rows, codes):
    for row in rows:
        row = dict(row, role=row["role"].strip(), person=SAME.get(row["person"], row["person"]))
        if row["person"] == "George W. Bush" and row["start"] == "1989-01-20":  # the source joins father and son
            row.update(person="George H. W. Bush", wikidata="", aliases="George Bush|George Herbert Walker Bush|George H.W. Bush")
        row["country"] = country_of(row)
        if (row["person"], row["country"], row["role"]) in WRONG:
            continue
        row["generic"] = re.match(r"(government|international organisation|intelligence)? ?office\b", row["role"]) is not None
        row["sectors"] = sectors(row["sector"])
        if row["country"] in ("UNO", "EUR", "IGO"):
            row["sectors"] = ";".join(part for part in row["sectors"].split(";") if part not in ("GOV", "BUS", ""))
        elif not row["sectors"]:
            row["sectors"] = "GOV"
        row["kind"] = "other" if row["generic"] else kind_of(re.sub(r" \([^)]*(Office|Ministry)[^)]*\)$", "", row["role"]), row["country"], row["sectors"])
        row["title"] = "" if row["generic"] else re.sub(r" \([^)]*(Office|Ministry|Department|Treasury)[^)]*\)$", "", row["role"])
        if row["kind"] == "security" and "SPY" not in row["sectors"] and re.search(r"(?i)intelligence|mossad|sbu|fsb|security service", row["title"]):
            row["sectors"] = "SPY"
        if wanted(row, codes):
            yield row


def persons(rows):
    """Groups rows by person: the Wikidata number where there is one; a name alone joins it within its country or by hand."""
    by_name = defaultdict(list)
    for row in rows:
        by_name[fold(row["person"])].append(row)
    for name in sorted(by_name):
        groups = defaultdict(list)
        for row in by_name[name]:
            groups[row["wikidata"]].append(row)
        loose = groups.pop("", [])
        for row in loose:
            home = [key for key, group in sorted(groups.items())
                    if any(other["country"] == row["country"] for other in group) or
                    "hand" in row["source"] or any("hand" in other["source"] for other in group) or row["country"] in ("UNO", "EUR", "IGO")]
            groups[home[0] if home else row["country"] if row["generic"] else "?"].append(row)
        yield from (groups[key] for key in sorted(groups))


def rank(row):
    source = row["source"]
    return 0 if "hand" in source else 3 if row["generic"] else 2 if source == "factbook" else 1


def merged(rows):
    """One row an office: of rows that overlap in time the better one, with the end that another may know."""
    kept = []
    for row in sorted(rows, key=lambda row: (rank(row), row["start"], row["title"])):
        for other in kept:
            overlap = (not other["end"] or row["start"] < other["end"]) and (not row["end"] or other["start"] < row["end"])
            same = row["generic"] or other["kind"] == row["kind"] and (row["kind"] in SINGLE or other["title"] == row["title"])
            if overlap and same and other["country"] == row["country"]:
                if not row["generic"] and not other["end"] and "hand" not in other["source"]:
                    other["end"] = row["end"]
                other["asof"] = max(other["asof"], row["asof"])
                break
        else:
            kept.append(dict(row))
    return kept


def close_open(groups):
    """An open office ends at the latest when the next holder of the same single office starts."""
    seats = defaultdict(list)
    for group in groups:
        for row in group:
            if row["kind"] in SINGLE and "PRE" not in row["sectors"] and row["country"] not in SHARED_HEADS and row["start"]:
                seats[row["country"], row["kind"], row["title"] if row["kind"] in HEADS else ""].append(row)
    for key in sorted(seats):
        seat = sorted(seats[key], key=lambda row: row["start"])
        for index, row in enumerate(seat):
            later = [other["start"] for other in seat[index + 1:] if other["person"] != row["person"] and other["start"] > row["start"]]
            if not row["end"] and later and "hand" not in row["source"] and "factbook" not in row["source"]:
                row["end"] = min(later)


def offices(rows, codes):
    groups = [merged(group) for group in persons(cleaned(rows, codes))]
    close_open(groups)
    taken, out = set(), []
    people = [fold(group[0]["person"]).split() for group in groups]
    first_names, last_names = Counter(name[0] for name in people if name), Counter(name[-1] for name in people if name)
    for group in groups:
        first = group[0]
        ident = slug(first["person"])
        if ident in taken:
            ident = f"{ident}-{first['country'].lower()}"
        while ident in taken:
            ident += "-2"
        taken.add(ident)
        aliases, short = [], []
        for row in group:
            for alias in split(row["aliases"]) + ([row["person"]] if row["person"] != first["person"] else []):
                if not latin(alias) or re.search(r"(?i)administration|^gov\.|^governor|\bgovernment\b", alias) or len(alias) > 60:
                    continue
                (aliases if (" " in alias or "-" in alias) and not alias[0].islower() else short).append(alias)
            short += split(row["short"])
        short = [word for word in dict.fromkeys(short) if (word not in BAD_SHORT or word in GOOD_SHORT) and len(word) > 1 and latin(word)]
        if not any("hand" in row["source"] or row["kind"] in HEADS and row["country"] in MAIN for row in group):
            short = [word for word in short if first_names[fold(word)] < MANY_FIRST and last_names[fold(word)] < MANY_LAST]
        names = {fold(first["person"])}
        aliases = [alias for alias in dict.fromkeys(aliases) if not (fold(alias) in names or names.add(fold(alias)))][:12]
        for index, row in enumerate(sorted(group, key=lambda row: (row["start"] or row["end"], row["title"]))):
            known = row["asof"] if not row["end"] else ""
            if known and row["start"] and "hand" not in row["source"] and "factbook" not in row["source"] and row["kind"] not in HEADS:
                known = min(known, f"{int(row['start'][:4]) + 8}-12-31")  # few ministers serve longer; the source may lack the end
            weight = 3 if "hand" in row["source"] or row["kind"] in HEADS and row["country"] in MAIN else (
                2 if row["kind"] in HEADS or row["kind"] in SINGLE and row["country"] in MAIN else 1)
            if row["end"] and row["start"] and row["end"] < row["start"][: len(row["end"])]:
                continue
            out.append({"id": ident, "name": first["person"], "aliases": "|".join(aliases) if index == 0 else "",
                        "short": "|".join(short) if index == 0 else "", "country": row["country"], "sectors": row["sectors"],
                        "title": row["title"], "kind": row["kind"], "start": row["start"], "end": row["end"], "known_until": known,
                        "weight": weight, "source": row["source"]})
    return out
