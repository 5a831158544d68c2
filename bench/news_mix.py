#!/usr/bin/env python3
"""The news mix that speed is measured on. usage: news_mix.py DATA OUT.jsonl [--articles N]

Articles come in fixed shares from the gold folder of DATA, in their order, over and over until N are there:
40 % india_police_events (sentences of one article joined), 25 % lgl, 10 % tr_news, 25 % polnear_train.
A long article is cut at a paragraph so that the mean is near 2.5 kB.
"""
import argparse
import itertools
import json

SHARES = (("india_police_events", 40), ("lgl", 25), ("tr_news", 10), ("polnear_train", 25))
MOST_CHARACTERS = 4000


def rows(path):
    with open(path, encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def texts(data, name):
    path = f"{data}/data/gold/{name}.jsonl"
    if name == "india_police_events":
        for _, sentences in itertools.groupby(rows(path), key=lambda row: row["extra"]["doc"]):
            yield " ".join(row["text"] for row in sentences)
    else:
        for row in rows(path):
            text = row["text"]
            cut = text.rfind("\n", 0, MOST_CHARACTERS)
            yield text if len(text) <= MOST_CHARACTERS else text[:cut if cut > 0 else MOST_CHARACTERS]


def mix(data, count):
    pools = {name: itertools.cycle(list(texts(data, name))) for name, _ in SHARES}
    pattern = [name for name, share in SHARES for _ in range(share // 5)]  # 20 articles with the shares
    # Spread evenly: the order of the sources does not bunch long articles.
    pattern = [pattern[(7 * i) % len(pattern)] for i in range(len(pattern))]
    for number, name in zip(range(count), itertools.cycle(pattern)):
        yield {"id": f"{name}-{number}", "published": "2015-06-15", "text": next(pools[name])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--articles", type=int, default=2000)
    arguments = parser.parse_args()
    with open(arguments.out, "w", encoding="utf-8") as out:
        for article in mix(arguments.data, arguments.articles):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
