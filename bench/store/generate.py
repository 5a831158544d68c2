#!/usr/bin/env python3
"""Articles of realistic length and repetition, with known duplicates. usage: generate.py DATA OUT.jsonl [--articles N]

Each new article takes its sentences from two or three articles of the news mix (../news_mix.py), in their order, so that
length, words and the number of events are those of news and no two are alike. Of all articles 15 % are wire copies (another
publisher, a word or two changed, the end cut) and 5 % have the words of an earlier one unchanged under another id. "copy_of"
names the original; the reader of articles passes over that field. The same N gives the same file.
"""
import argparse
import json
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from news_mix import mix  # noqa: E402

PUBLISHERS = ["Reuters", "AP", "AFP", "The Daily Star", "Hindustan Times", "BBC", "DW", "Al Jazeera", "Xinhua", "TASS"]
POOL = 4000  # articles of the mix: more repeat


def sentences(text):
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]


def edited(text, random_):
    parts = text.split("\n\n")
    if len(parts) > 2 and random_.random() < 0.5:
        parts = parts[:-1]
    words = "\n\n".join(parts).split(" ")
    for _ in range(random_.randint(1, 3)):
        place = random_.randrange(len(words))
        words[place] = random_.choice(["reportedly", "also", words[place] + ","])
    return " ".join(words)


def articles(data, count):
    random_ = random.Random(20261130)
    pool = [sentences(article["text"]) for article in mix(data, POOL)]
    pool = [parts for parts in pool if parts]
    made = []  # the last thousands, for copies: wire copies come soon after
    for number in range(count):
        kind, original = random_.random(), None
        if made and kind < 0.20:
            original = random_.choice(made[-3000:])
            text = original["text"] if kind < 0.05 else edited(original["text"], random_)
        else:
            chosen = []
            for parts in random_.sample(pool, random_.choice((2, 2, 3))):
                share = random_.uniform(0.35, 0.6)
                chosen += [part for part in parts if random_.random() < share]
            text = "\n\n".join(" ".join(chosen[i:i + 3]) for i in range(0, len(chosen), 3)) or "No text."
        article = {"id": f"g{number:06d}", "published": f"20{random_.randint(14, 23)}-{random_.randint(1, 12):02d}-{random_.randint(1, 28):02d}",
                   "publisher": random_.choice(PUBLISHERS), "url": f"https://news.example/{number}", "text": text}
        if original:
            article["published"] = original["published"]
            article["copy_of"] = original.get("copy_of", original["id"])
        made.append(article)
        if len(made) > 6000:
            del made[:3000]
        yield article


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--articles", type=int, default=10_000)
    arguments = parser.parse_args()
    with open(arguments.out, "w", encoding="utf-8") as out:
        for article in articles(arguments.data, arguments.articles):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
