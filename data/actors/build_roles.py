"""Role nouns from the agents' table: lemmas, lower case, PLOVER 2 sectors."""
import re

from build_text import INTERNATIONAL, fold, sectors

# Weapons and vehicles, units of place, adjectives, misspellings, jokes.
DROP = re.compile(
    r"(\d|aircraft|\bjets?\b|jetliner|airliner|\bplanes?\b|missile|helicopter|gunship|\bships?\b|warship|vessel|tanker|drone|tank$|"
    r"bomber$|destroyer|frigate|corvette|cruiser|carrier|launcher|humvee|hmmwv|uav|aerial|kfir|katus|falcon|hornet|machine gun|"
    r"position|presence|operation$|base$|palace|building|station|post$|storage|facilit|seat$|vehicle|craft$|freighter|supertanker|"
    r"gendermarie|manafacture|enterpreneur|minster|muslem|brigaider|goverment|govenment|offcial|offical|extemist|"
    r"parlaimentary|traffiker|lieutentant|nongovernmenal|monarcy|monastary|privitization|sanatarium|familiy|provincal|milita$|"
    r"dfense|opthamolog|maffia|cof$| of$| at$| to$| for$| in$|\(|grader|gun for hire|tree hugger|eco warrior|savages|"
    r"person\b.*person|(clergy|lay|fire|serv\w+|business|congress|fisher|cattle|herds|dairy|newspaper|police|husband|clergy)person$|"
    r"^a |branokker|eurofighter|containership|assembly federale|lt$|cmdr|brig\\.|^brig|^ens$|^adm$|^col$|^gen$|^maj$|^rep$|^sen$|^capt$|"
    r"jg$|^dept |illicit drug industr|kanidurgu|tinginist|sodbuster|orchardist|excursionist|tourer|recreant|bargainer|compan$|corp$|authorit$)")
KEEP = {"prime minister", "head of state", "suicide bomber", "think tank", "armed forces", "peacekeeper", "air force base commander"}
DROP_WORDS = set("""capital city continent land region province settlement neighborhood neighbourhood town village small-town polity
chamber commerce governance retired ordinary semi-official islamic jewish naval state-owned naturalized member supporters echelon
rebellion revolt uprising insurgency insurgence aerospace doc actor driver cropper granger monger oiler phalanx weekend-warrior
pirate-ship religion airway telecom state diet general-assembly kremlin-critic hebrew the-court the-pm military-led military-rule
inter-governmental intergovernmental individuals victims barracks ambulance artillery battleship battlewagon executive-department
lord public-sector ministers-and-mps progress front-for-the-liberation army-for-the-liberation host leading-news bundestag
bundesrat duma disputed-region party's-military-wing crime criminal-organization's sports-team industry security-check first-family
president's-child retired-president coalition-of-minority-parties local gazette producer tabloid-paper exporter fighting-force
private president's-husband president's-spouse president's-wife first-lady intelligence-information intelligence-activity sovereign exile""".split())
CROWDS = re.compile(
    r"(s|army|force|police|group|party|government|ministry|department|council|committee|court|parliament|senate|congress|house|"
    r"assembly|agency|media|press|union|company|firm|bank|church|clergy|movement|junta|militia|opposition|coalition|alliance|"
    r"administration|regime|cabinet|authority|commission|bureau|service|organi[sz]ation|institution|navy|guard|infantry|military|"
    r"mob|gang|cartel|mafia|syndicate|population|people|family|community|crowd|public|personnel|media|television|radio|newspaper|"
    r"magazine|outlet|industry|business|corporation|conglomerate|enterprise|university|school|college|hospital|leadership|"
    r"bureaucracy|judiciary|legislature|tribunal|embassy|consulate|delegation|society|charity|ngo|secretariat|board|body|office|"
    r"unit|battalion|regiment|patrol|squad|troop|faction|wing|front|presidium|politburo|sector|watchdog|kingdom|law enforcement|"
    r"staff|brigade|association|federation|network|system|ethnic minority|government in exile|insurgency|mission|team)$")
NOT_CROWDS = re.compile(r"(boss|princess|waitress|empress|head of .*|chief of .*|president of .*|speaker of .*|member of .*|"
                        r"minister of .*|secretary of .*|charge d'affaires|leader of .*|opponent of .*|director of .*|witness)$")
OFFICES = {"president": "head_of_state", "king": "head_of_state", "queen": "head_of_state", "emir": "head_of_state",
           "sultan": "head_of_state", "emperor": "head_of_state", "monarch": "head_of_state", "head of state": "head_of_state",
           "chief of state": "head_of_state", "sovereign": "head_of_state",
           "prime minister": "head_of_government", "premier": "head_of_government", "chancellor": "head_of_government",
           "head of government": "head_of_government", "foreign minister": "foreign", "foreign secretary": "foreign",
           "secretary of state": "foreign", "defence minister": "defence", "defense minister": "defence",
           "defence secretary": "defence", "defense secretary": "defence", "secretary of defense": "defence",
           "interior minister": "interior", "home secretary": "interior", "home minister": "interior"}
FIX = {"prisoner": "CVL", "suspect": "UNK", "detainee": "CVL", "migrant": "REF", "protester": "CVL;OPP", "protestor": "CVL;OPP",
       "demonstrator": "CVL;OPP", "dissident": "OPP", "security chief": "GOV", "islamist": "REL", "resistance movement": "REB",
       "liberation movement": "REB", "man": "UNK", "men": "UNK", "politician": "PTY", "attorney general": "GOV;JUD", "defector": "CVL",
       "attorney-general": "GOV;JUD", "charity": "SOC", "national police": "COP", "spokesman": "", "spokesperson": "",
       "spokeswoman": "", "spokesmen": "", "border guard": "COP", "security forces": "MIL;COP", "security force": "MIL;COP",
       "regulator": "GOV", "hit man": "CRM", "death squad": "UAF", "parliament": "LEG", "general": "MIL", "bishop": "REL",
       "political opponent": "OPP", "wire service": "JRN", "activist": "CVL;SOC", "self defence force": "MIL",
       "settler": "CVL", "un official": "", "opposition editor": "OPP;JRN", "constituent assembly": "LEG", "state": "GOV"}


def singular(term, plural):
    """The lemma of a term that the table has in the plural, for the last word only."""
    for end, lemma in (("ministries", "ministry"), ("ministers", "minister"), ("parties", "party"), ("armies", "army"),
                       ("policemen", "policeman"), ("men", "man"), ("women", "woman")):
        if term.endswith(end) and len(term) > len(end):
            return term[: -len(end)] + lemma
    if re.search(r"(militants|insurgents|protesters|separatists|jihadists|dissidents|groups|attackers|agents|gunmen|officials|"
                 r"residents|reactionaries|youths|deputies|generals|elders|occupiers|authorities|minorities|rebels|voters|vandals|"
                 r"assemblies|fundamentalists|islamists|troops|investigators|representatives|persons|mps|citizens|services|taxpayers|"
                 r"employees|forces|marines|guards|patrols)$", term):
        return re.sub(r"ies$", "y", term) if term.endswith("ies") else term[:-1]
    return term


def roles(rows):
    found = {}
    for row in rows:
        term = fold(row["term"].strip().rstrip("."))
        term = re.sub(r"\bminist$", "minister", term)
        if (DROP.search(term) and term not in KEEP) or term.replace(" ", "-") in DROP_WORDS or len(term.split()) > 4 or "," in term:
            continue
        term = singular(term, row["plural"])
        parts = row["sector"].split(";")
        country = next((part for part in parts if part in INTERNATIONAL), "")
        if term in ("peacekeeper", "peacekeeping troop", "special rapporteur", "truce monitor"):
            country = "UNO"
        found.setdefault(term, {
            "phrase": term, "sectors": sectors(FIX.get(term, row["sector"])), "kind": OFFICES.get(term, ""),
            "person": "no" if CROWDS.search(term) and not NOT_CROWDS.match(term) else "yes", "country": country,
            "source": row["source"]})
    # The same office by other names: "ministry of x" for "x ministry", with both spellings of defence and labour.
    for term, row in list(found.items()):
        for end, other in (("minister", "ministry"), ("ministry", "minister")):
            stem = term[: -len(end) - 1]
            if term.endswith(" " + end) and not re.search(r"\b(former|prime|deputy|chief|exiled|cabinet|of|shadow|ousted|ngos?|ent|"
                                                          r"retired|state|junior|vice foreign)\b", stem):
                for phrase in (f"{stem} {other}", f"{end} of {stem}", f"{other} of {stem}"):
                    if len(phrase.split()) <= 4:
                        word = end if phrase.startswith(end) else other
                        found.setdefault(phrase, dict(row, phrase=phrase, kind=OFFICES.get(f"{stem} {word}", ""),
                                                      person="yes" if word == "minister" else "no"))
    return [found[term] for term in sorted(found) if found[term]["sectors"] or found[term]["country"]]
