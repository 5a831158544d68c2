#!/usr/bin/env python3
"""The checker of the corpus (data/corpus/build.py): what it refuses, and the offsets that it writes."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

BUILD = f"{os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}/data/corpus/build.py"
DOCUMENT = """id aa1-001
title Court frees editor
published 2019-06-11
kind wire

text
NAIROBI - A Kenyan court on Tuesday freed an editor whom police had arrested. She thanked it. "It was time," she said.

chain KEN JUD
  [A Kenyan court], [it]
chain KEN JRN
  [an editor], [She],
  [she]
chain KEN COP
  [police]
event RETREAT release
  words       [freed]
  actor       [A Kenyan court] = KEN JUD
  recipient   [an editor] = KEN JRN
  date        2019-06-11
event COERCE arrest
  words       [had arrested]
  actor       [police] = KEN COP
  recipient   [an editor] = KEN JRN
"""


def changed(*changes):
    text = DOCUMENT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


class Checker(unittest.TestCase):
    def build(self, sources, *arguments):
        """(problems, rows) of `sources`: {file name: text}."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in sources.items():
                with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                    file.write(text)
            paths = [f"{folder}/{name}" for name in sources]
            done = subprocess.run([sys.executable, BUILD, "--out", f"{folder}/out.jsonl", *arguments, *paths], capture_output=True, text=True,
                                  check=False)
            with open(f"{folder}/out.jsonl", encoding="utf-8") as out:
                rows = [json.loads(line) for line in out]
            problems = done.stderr.replace(f"{folder}/", "").splitlines()[:-1]
            self.assertEqual(done.returncode, 1 if problems else 0, done.stderr)
            return problems, rows

    def test_offsets_are_of_the_words(self):
        problems, (row,) = self.build({"a.txt": DOCUMENT})
        self.assertEqual(problems, [])
        words = [[row["text"][mention["start"]:mention["end"]] for mention in chain["mentions"]] for chain in row["chains"]]
        self.assertEqual(words, [["A Kenyan court", "it"], ["an editor", "She", "she"], ["police"]])
        self.assertEqual([chain["codes"] for chain in row["chains"]], [["KEN JUD"], ["KEN JRN"], ["KEN COP"]])
        self.assertEqual([row["text"][event["start"]:event["end"]] for event in row["events"]], ["freed", "had arrested"])
        it = row["chains"][0]["mentions"][1]
        self.assertEqual(row["text"][it["start"] - 8:it["end"]], "thanked it", "not within another word")

    def test_what_is_wrong_is_said_with_file_and_line(self):
        cases = [
            ("words that the text lacks", [("[freed]", "[released]")], "a.txt:16: the text does not hold [released]"),
            ("part of a word", [("[police] = KEN", "[olice] = KEN")], "a.txt:21: [olice] lies inside a word"),
            ("unknown country", [("= KEN COP", "= KEX COP")], "a.txt:21: no country KEX"),
            ("unknown sector", [("= KEN COP", "= KEN CPO")], "a.txt:21: no sector CPO"),
            ("unknown category", [("COERCE arrest", "COERCION")], "a.txt:21: no category COERCION"),
            ("a mode of another category", [("COERCE arrest", "COERCE boycott")], "a.txt:21: COERCE has no mode boycott"),
            ("not a date", [("date        2019-06-11", "date        June 2019")], "a.txt:16: not a date: June 2019"),
            ("kind", [("kind wire", "kind novel")], "a.txt:1: kind must be one of"),
            ("mentions out of order", [("[an editor], [She],\n  [she]", "[an editor], [she],\n  [She]")], "a.txt:13: the text does not hold [She]"),
            ("a second occurrence that is not there", [("[police]\n", "[police]#2\n")], "a.txt:15: the text does not hold [police] 2 times"),
            ("a chain's code", [("chain KEN COP", "chain KEN COPS")], "a.txt:14: not codes: KEN COPS"),
            ("the same words in two chains", [("  [police]\n", "  [police], [She]\n")], "a.txt:14: [She] is a mention of the chain of line 11 too"),
            ("a party without a chain", [("chain KEN COP\n  [police]\n", "")], "a.txt:19: no chain holds the party [police]"),
            ("a party of another country than its chain", [("chain KEN COP", "chain UGA COP")], "a.txt:21: the party [police] is KEN COP, its chain UGA COP"),
            ("chains after events", [("event RETREAT release\n", "event CONSULT\n  words [freed]\nchain KEN\n  [NAIROBI]\nevent RETREAT release\n")],
             "a.txt:18: chains stand before the first event"),
        ]
        for name, changes, expected in cases:
            with self.subTest(name):
                problems, _ = self.build({"a.txt": changed(*changes)})
                self.assertTrue(any(problem.startswith(expected) for problem in problems), f"{expected}: not in {problems}")

    def test_documents_share_no_run_of_words(self):
        other = changed(("id aa1-001", "id aa1-002"))
        problems, _ = self.build({"a.txt": DOCUMENT, "b.txt": other})
        self.assertTrue(problems and all("b.txt:1: shares a run of 8 words with aa1-001" in problem for problem in problems), problems)

    def test_parts_share_no_country_year_and_no_author(self):
        def others(identity, day):
            return f"id {identity}\ntitle Two\npublished {day}\nkind wire\n\ntext\nKenyan teachers struck.\n\nevent PROTEST strike\n" \
                   "  words [struck]\n  actor [Kenyan teachers] = KEN LAB\n"

        cases = [("another year and author", "bb1-001", "2020-02-01", []),
                 ("the same year", "bb1-001", "2019-02-01", ["is about KEN in 2019, as is aa1-001"]),
                 ("the same author", "aa1-002", "2020-02-01", ["the series aa1 is in both parts"]),
                 ("both", "aa1-002", "2019-02-01", ["is about KEN in 2019, as is aa1-001", "the series aa1 is in both parts"])]
        for name, identity, day, expected in cases:
            with self.subTest(name):
                problems, rows = self.build({"aa1-01.txt": DOCUMENT, "test-01.txt": others(identity, day)}, "--check-split", "--kept", "test-*")
                self.assertEqual([row["part"] for row in rows], ["train", "test"])
                self.assertEqual(len(problems), len(expected), problems)
                for problem, words in zip(problems, expected):
                    self.assertIn(words, problem)


if __name__ == "__main__":
    unittest.main()
