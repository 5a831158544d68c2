"""What the parts of build.py share: names, keys, sectors."""
import re
import unicodedata

# The 60 or so countries that fill most of the world's news.
MAIN = set("""USA GBR RUS CHN UKR BLR ISR PSE IRN IRQ SYR TUR SAU YEM LBN EGY LBY TUN AFG PAK IND BGD LKA MMR THA VNM PHL
IDN MYS JPN KOR PRK TWN AUS CAN MEX CUB VEN COL BRA ARG CHL PER FRA DEU ITA ESP POL HUN GRC NLD BEL SRB MDA GEO ARM AZE KAZ
NGA ETH SOM SDN SSD KEN COD MLI ZAF ZWE QAT ARE JOR DZA MAR HKG KGZ UZB HTI VAT KOS""".split())
SECTORS = set("""COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC""".split())
INTERNATIONAL = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


def split(field):
    return [part.strip() for part in field.split("|") if part.strip()]


def latin(text):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘–" for c in text)


def fold(text):
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    text = text.replace("’", "'").replace("‘", "'").replace("ı", "i").replace("ł", "l").replace("đ", "d").replace("ø", "o")
    return " ".join(re.sub(r"[-‐-―]", " ", text).split())


def slug(text):
    text = fold(text).replace("ß", "ss").replace("æ", "ae").replace("œ", "oe").replace("ð", "d").replace("þ", "th")
    return re.sub(r"[^a-z0-9]+", "-", text.replace("'", "")).strip("-") or "x"


def sectors(field, drop=()):
    return ";".join(dict.fromkeys(part for part in field.split(";") if part in SECTORS and part not in drop))
