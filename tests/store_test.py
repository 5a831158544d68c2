#!/usr/bin/env python3
"""The store as a user meets it, killed and starved; store_postgres_test.py runs the same over PostgreSQL. usage: store_test.py PROGRAM"""
import collections
import gzip
import json
import os
import pty
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = None
SECRET = None  # of a password, which is to be printed nowhere

SENTENCES = [
    "French police arrested two protesters in Paris on Monday.",
    "Russian President Vladimir Putin met Belarusian President Alexander Lukashenko in Minsk on {day} May.",
    "The United States imposed sanctions on {n} officials of Iran.",
    "Thousands of people protested against the government in Kyiv on Tuesday, witnesses said.",
    "Turkey's army shelled positions of Kurdish rebels in northern Syria, killing {n} fighters.",
    "Germany and Poland signed an agreement on trade in Berlin.",
]


def article(number, text=None):
    random_ = random.Random(number)
    body = text or "\n\n".join(s.format(day=random_.randint(1, 28), n=random_.randint(2, 90))
                               for s in random_.sample(SENTENCES, random_.randint(2, 5)))
    return {"id": f"a{number:04d}", "title": f"Report {number}", "published": f"2021-05-{random_.randint(1, 28):02d}",
            "publisher": random_.choice(["Reuters", "AP"]), "text": body}


def run(*arguments, stdin=None, limit=None, user=None):
    def prepare():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, preexec_fn=prepare)
    if SECRET and SECRET.encode() in done.stdout + done.stderr:
        raise AssertionError("a password is shown: " + (done.stdout + done.stderr).decode("utf-8", "replace"))
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


class Stores(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.store = self.new_store("chronicle")

    # What differs between the kinds of stores; the rest of the tests is the same.
    def new_store(self, name):
        return os.path.join(self.folder, name + ".db")

    def sql(self, statement):
        """The answer's rows as tuples of texts."""
        with sqlite3.connect(self.store) as db:
            return [tuple(map(str, row)) for row in db.execute(statement)]

    def has_tables(self):
        return os.path.exists(self.store) and self.sql("SELECT count(*) FROM sqlite_schema") != [("0",)]

    def write(self, articles, name="news.jsonl"):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            for each in articles:
                out.write(json.dumps(each) + "\n")
        return path

    def add(self, *arguments, **options):
        return run("add", self.store, *arguments, "--model", "fast", **options)

    def all_records(self, store=None):
        status, out, err = run("query", store or self.store, "--format", "jsonl")
        self.assertEqual(status, 0, err)
        return out

    def coded(self, path, format="jsonl"):
        if not hasattr(self, "coded_once"):
            self.coded_once = {}
        if format not in self.coded_once:
            self.coded_once[format] = run("code", path, "--model", "fast", "--format", format)[1]
        return self.coded_once[format]

    def check_sound(self):
        with sqlite3.connect(self.store) as db:
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
            self.assertEqual(db.execute("PRAGMA foreign_key_check").fetchall(), [])

    def put_old_store(self, path):
        """A store as an older version left it."""
        with gzip.open(path + ".db.gz") as packed, open(self.store, "wb") as out:
            out.write(packed.read())

    def stored(self):
        """The number of records of each current article."""
        if not self.has_tables():
            return {}
        return {document: int(records) for document, records in self.sql(
            "SELECT a.document, count(r.key) FROM article a LEFT JOIN record r ON r.article = a.key "
            "WHERE a.current = 1 GROUP BY a.key")}


class Adding(Stores):
    def test_what_is_stored_is_what_code_prints(self):
        path = self.write(article(n) for n in range(30))
        status, _, err = self.add(path)
        self.assertEqual(status, 0, err)
        status, coded, err = run("code", path, "--model", "fast", "--format", "jsonl")
        self.assertEqual(status, 0, err)
        self.assertGreater(coded.count(b"\n"), 30)
        self.assertEqual(self.all_records(), coded)

    def test_the_order_and_the_number_of_threads_make_no_difference(self):
        articles = [article(n) for n in range(30)]
        self.add(self.write(articles), "--threads", "1")
        one = self.all_records()
        self.store = self.new_store("other")
        self.add(self.write(articles[::-1], "turned.jsonl"), "--threads", "4")
        self.assertEqual(self.all_records(), one)

    def test_what_is_there_is_not_stored_again_and_what_changed_is(self):
        articles = [article(n) for n in range(10)]
        self.add(self.write(articles))
        status, _, err = self.add(self.write(articles))
        self.assertEqual(status, 0, err)
        self.assertIn("0 added, 0 changed, 10 unchanged", err)
        articles[3]["text"] = "Russia expelled two Polish diplomats."
        status, out, err = self.add(self.write(articles), "--report")
        self.assertIn("0 added, 1 changed, 9 unchanged", err)
        self.assertEqual([line["document"] for line in map(json.loads, out.splitlines()) if line["stored"] == "changed"],
                         ["a0003"])
        self.assertEqual(self.all_records(), run("code", self.write(articles), "--model", "fast", "--format", "jsonl")[1])
        self.check_sound()

    def test_a_terminal_sees_how_far_it_is_and_a_pipe_does_not(self):
        path = self.write(article(n) for n in range(3000))
        terminal, end = pty.openpty()
        process = subprocess.Popen([PROGRAM, "add", self.store, path, "--model", "fast"], stderr=end)
        os.close(end)
        shown = b""
        while b" left" not in shown:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the program has ended
                break
        process.kill()
        process.wait()
        os.close(terminal)
        self.assertRegex(shown.decode(), r"\[#*-+\] +\d+ %  \d+ articles, [0-9.]+ a second, \d+ (s|min) left")
        status, _, err = self.add(path)
        self.assertEqual(status, 0)
        self.assertNotIn("a second", err)

    def test_failures_are_noted_and_the_rest_is_stored(self):
        path = os.path.join(self.folder, "broken.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            out.write(json.dumps(article(1)) + "\nnot json\n" + json.dumps(article(2)) + "\n")
        status, _, err = self.add(path)
        self.assertEqual(status, 1)
        self.assertIn("2 added", err)
        self.assertIn("broken.jsonl:2", run("summarize", self.store)[1].decode())


class Asking(Stores):
    def setUp(self):
        super().setUp()
        status, _, err = self.add(self.write(article(n) for n in range(40)))
        self.assertEqual(status, 0, err)

    def ask(self, *arguments):
        status, out, err = run("query", self.store, *arguments)
        self.assertEqual(status, 0, err)
        return [json.loads(line) for line in out.splitlines()]

    def test_filters_give_only_what_they_ask_for(self):
        found = self.ask("event:CONSULT", "actor:RUS")
        self.assertTrue(found)
        for record in found:
            self.assertEqual(record["event"], "CONSULT")
            self.assertIn("RUS", {party["country"] for party in record["actor"]})
        everything = self.ask()
        self.assertEqual(len(found), sum(r["event"] == "CONSULT" and any(p.get("country") == "RUS" for p in r["actor"])
                                         for r in everything))
        self.assertEqual(int(run("query", self.store, "event:CONSULT", "actor:RUS", "--count")[1]), len(found))

    def test_phrases_that_the_shell_unquoted_stay_phrases(self):
        self.assertTrue(self.ask("text:Kurdish rebels"))
        self.assertFalse(self.ask("text:rebels Kurdish"))

    def test_groups_count_records(self):
        groups = self.ask("--group-by", "event")
        self.assertEqual(sum(group["count"] for group in groups), len(self.ask()))

    def test_wrong_names_are_explained(self):
        status, _, err = run("query", self.store, "event:PROTESTS")
        self.assertEqual(status, 2)
        self.assertIn("no category PROTESTS; did you mean PROTEST?", err)
        status, _, err = run("query", self.store, "--group-by", "dyads")
        self.assertEqual(status, 2)
        self.assertIn("did you mean dyad?", err)

    def test_explain_tells_why_from_the_store_as_from_the_text(self):
        record = self.ask("--limit", "1")[0]
        status, out, err = run("explain", self.store, record["id"])
        self.assertEqual(status, 0, err)
        number = int(record["document"][1:])
        wanted = run("explain", self.write([article(number)], "one.jsonl"), "--record", record["id"], "--model", "fast")[1]
        self.assertEqual(out, wanted)
        status, _, err = run("explain", self.store, "ffffffffffffffff")
        self.assertEqual(status, 2)
        self.assertIn("no record", err)

    def test_summary_names_what_is_there(self):
        out = run("summarize", self.store)[1].decode()
        self.assertIn("40 articles", out)
        self.assertIn("RUS BLR", out)
        self.assertIn("2021-05", out)


class Correcting(Stores):
    def setUp(self):
        super().setUp()
        status, _, err = self.add(self.write(article(n) for n in range(20)))
        self.assertEqual(status, 0, err)
        self.record = json.loads(run("query", self.store, "event:COERCE", "--limit", "1")[1])

    def correct(self, *arguments):
        return run("correct", self.store, self.record["id"], *arguments, "--by", "Ana", "--why", "read again")

    def test_corrected_records_say_so_and_undo_brings_the_old_back(self):
        before = self.all_records()
        status, out, err = self.correct("event=PROTEST", "mode=none", "actor=FRA OPP")
        self.assertEqual(status, 0, err)
        self.assertEqual(out.decode().strip(), self.record["id"])
        found = json.loads(run("query", self.store, "id:" + self.record["id"])[1])
        self.assertEqual((found["event"], found["mode"], [p["code"] for p in found["actor"]]), ("PROTEST", [], ["FRA OPP"]))
        self.assertEqual(found["review"]["status"], "corrected")
        self.assertEqual(found["review"]["notes"][0]["was"], "COERCE")
        for _ in range(3):
            self.assertEqual(self.correct("undo")[0], 0)
        self.assertEqual(self.all_records(), before)
        self.assertEqual(len(run("correct", self.store, "--log")[1].splitlines()), 6)

    def test_coding_again_keeps_corrections(self):
        self.assertEqual(self.correct("reject")[0], 0)
        self.sql("UPDATE coder SET version = '0.0.1'")  # as if an older version had coded it
        before = self.all_records()
        status, _, err = run("add", self.store, "--recode", "--model", "fast")
        self.assertEqual(status, 0, err)
        self.assertIn("20 changed", err)
        self.assertEqual(self.all_records(), before.replace(b'"version":"0.0.1"', b'"version":"0.1.0"'))
        self.assertEqual(int(run("query", self.store, "review:rejected", "--count")[1]), 1)

    def test_gold_is_what_was_looked_at_and_can_be_scored(self):
        self.assertEqual(run("export", self.store, "--format", "gold")[1], b"")
        self.assertEqual(self.correct("accept")[0], 0)
        gold = run("export", self.store, "--format", "gold")[1]
        document = json.loads(gold)
        event, = document["events"]
        self.assertEqual(document["text"][event["start"]:event["end"]], event["anchor"])
        self.assertEqual(event["event"], "COERCE")
        path = os.path.join(self.folder, "gold.jsonl")
        with open(path, "wb") as out:
            out.write(gold)
        same = os.path.join(self.folder, "coded.jsonl")
        with open(same, "wb") as out:
            out.write(run("export", self.store, f"document:{document['id']}", "event:COERCE")[1])
        status, out, err = run("score", path, same, "--format", "json")
        self.assertEqual(status, 0, err)
        self.assertEqual(json.loads(out)["dyads"]["f1"], 1)

    def test_wrong_corrections_are_explained(self):
        status, _, err = self.correct("event=PROTESTS")
        self.assertEqual(status, 2)
        self.assertIn("did you mean PROTEST?", err)
        status, _, err = run("correct", self.store, self.record["id"], "accept")
        self.assertEqual(status, 2)
        self.assertIn("--by NAME --why TEXT", err)


class Merging(Stores):
    def entries(self, *arguments, store=None):
        status, out, err = run("export", store or self.store, "--entries", *arguments)
        self.assertEqual(status, 0, err)
        return out

    def coded(self, path):
        status, out, err = run("code", path, "--model", "fast", "--format", "entries")
        self.assertEqual(status, 0, err)
        return out

    def news(self, count=120):
        return [article(n % 90 if n % 3 else n % 7) | {"id": f"n{n:04d}"} for n in range(count)]

    def test_entries_are_those_of_code_in_whatever_order_and_number_articles_come(self):
        articles = self.news()
        path = self.write(articles)
        coded = self.coded(path)
        self.assertTrue(any(len(json.loads(line)["records"]) > 2 for line in coded.splitlines()))
        self.add(path)
        self.assertEqual(self.entries(), coded)
        self.store = self.new_store("turned")
        turned = articles[::-1]
        for first in range(0, len(turned), 50):
            self.add(self.write(turned[first:first + 50], "part.jsonl"), "--threads", "3")
        self.assertEqual(self.entries(), coded)
        self.assertEqual(run("export", self.store, "--format", "entries")[1], coded)
        articles[5]["text"] = "Russia expelled two Polish diplomats on Monday."
        path = self.write(articles)
        self.add(path)
        self.assertEqual(self.entries(), self.coded(path))
        count = int(run("query", self.store, "--entries", "--count")[1])
        self.assertEqual(count, len(self.coded(path).splitlines()))
        self.assertIn(f"of {count} happenings", run("summarize", self.store)[1].decode())
        found = [json.loads(line) for line in self.entries("event:COERCE").splitlines()]
        self.assertEqual({entry["event"] for entry in found}, {"COERCE"})
        table = run("query", self.store, "--entries", "--sort", "-reports", "--limit", "3", "--format", "table")[1].decode()
        self.assertEqual(len(table.splitlines()), 4)
        self.assertIn("TOLD", table)
        self.check_sound()

    def test_what_people_part_and_join_is_exported_so(self):
        self.add(self.write(self.news()))
        before = self.entries()
        entry = max(map(json.loads, before.splitlines()), key=lambda e: len(e["records"]))
        record = entry["records"][0]
        by = ("--by", "Ana", "--why", "another one")
        self.assertEqual(run("correct", self.store, record, "split", *by)[0], 0)
        after = [json.loads(line) for line in self.entries().splitlines()]
        self.assertIn([record], [e["records"] for e in after])
        self.assertIn(entry["records"][1:], [e["records"] for e in after])
        self.assertEqual(run("correct", self.store, record, "undo", *by)[0], 0)
        self.assertEqual(self.entries(), before)
        other = next(e["records"][0] for e in after if e["event"] != entry["event"])
        self.assertEqual(run("correct", self.store, record, "merge", other, *by)[0], 0)
        self.assertTrue(any({record, other} <= set(json.loads(line)["records"]) for line in self.entries().splitlines()))
        self.assertEqual(run("correct", self.store, record, "undo", *by)[0], 0)
        self.assertEqual(self.entries(), before)

    def test_a_store_of_version_2_gets_its_entries(self):
        folder = os.path.join(ROOT, "tests", "stores")
        self.put_old_store(os.path.join(folder, "version_2"))
        status, _, err = run("query", self.store)
        self.assertEqual(status, 1)
        self.assertIn("--upgrade", err)
        status, _, err = run("add", self.store, "--upgrade")
        self.assertEqual(status, 0, err)
        self.check_sound()
        entries = [json.loads(line) for line in self.entries().splitlines()]
        # Those of the coder of then; made anew where merging itself changes: corrections undone, as below, and exported.
        with open(os.path.join(folder, "version_2.entries.jsonl"), encoding="utf-8") as lines:
            coded = [json.loads(line) for line in lines]
        # What people said before there were entries: two put together, one set apart, one rejected.
        merged, apart, rejected = {"k1:27ac48a08a8705d8", "k1:adab37ab22db3c2d"}, "k1:0a8a3247101441c3", "k1:e7e822c958915583"
        self.assertTrue(any(merged == set(e["records"]) for e in entries))
        self.assertIn([apart], [e["records"] for e in entries])
        self.assertFalse(any(rejected in e["records"] for e in entries))
        same = merged | {apart, rejected}
        untouched = [e for e in coded if not same & set(e["records"])]
        self.assertGreater(len(untouched), 15)
        for entry in untouched:
            self.assertIn(entry, entries)
        # Corrections of then can be taken back.
        for record in (apart, rejected, "k1:27ac48a08a8705d8"):
            self.assertEqual(run("correct", self.store, record, "undo", "--by", "Ana", "--why", "as it was")[0], 0)
        self.assertEqual([json.loads(line) for line in self.entries().splitlines()], coded)


class Exporting(Stores):
    def test_every_form_gives_of_a_store_what_code_gives_of_the_articles(self):
        path = self.write(article(n) for n in range(40))
        self.add(path)
        formats = ["jsonl", "csv", "table", "entries", "plover-json", "gdelt", "gdelt-mentions", "icews", "polecat", "graphml",
                   "gexf", "kml", "geojson", "dyads-day", "dyads-week", "dyads-month", "dyads-quarter", "dyads-year"]
        for format in formats:
            with self.subTest(format):
                coded = run("code", path, "--model", "fast", "--format", format)
                self.assertEqual(coded[0], 0, coded[2])
                stored = run("export", self.store, "--format", format)
                self.assertEqual(stored[0], 0, stored[2])
                self.assertGreater(len(coded[1]), 100)
                self.assertEqual(stored[1], coded[1])

    def test_a_store_of_several_coders_names_each_and_counts_once(self):
        articles = [article(n) for n in range(40)]
        path = self.write(articles)
        self.add(self.write(articles[:20], "first.jsonl"))
        self.sql("UPDATE coder SET version = '0.0.1'")  # as if an older version had coded them
        self.add(path)
        versions = [json.loads(line)["coder"]["version"] for line in self.all_records().splitlines()]
        self.assertEqual({"0.0.1", "0.1.0"}, set(versions))
        for format in ("graphml", "dyads-month", "geojson", "entries"):
            with self.subTest(format):
                self.assertEqual(run("export", self.store, "--format", format)[1],
                                 run("code", path, "--model", "fast", "--format", format)[1])
        coders = {json.loads(line)["cite_info"]["coder"].split(",")[0]
                  for line in run("export", self.store, "--format", "plover-json")[1].splitlines()}
        self.assertEqual(coders, {"Kronika 0.0.1", "Kronika 0.1.0"})

    def test_wrong_forms_are_explained(self):
        self.add(self.write([article(1)]))
        status, _, err = run("export", self.store, "--format", "gdelt3")
        self.assertEqual(status, 2)
        self.assertIn("gdelt-mentions", err)
        status, _, err = run("export", self.store, "--entries", "--format", "csv")
        self.assertEqual(status, 2)
        status, _, err = run("query", self.store, "--entries", "--group-by", "event")
        self.assertEqual(status, 2)


class Comparing(Stores):
    def test_a_coding_differs_from_itself_in_nothing_and_manifests_tell_what_it_is(self):
        path = self.write(article(n) for n in range(5))
        manifest = os.path.join(self.folder, "manifest.json")
        out = run("code", path, "--model", "fast", "--format", "jsonl", "--manifest", manifest)[1]
        with open(manifest, encoding="utf-8") as file:
            told = json.load(file)
        self.assertEqual(told["counts"]["coded"], 5)
        self.assertEqual(told["options"]["model"], "fast")
        self.assertIn("plover", told["coder"]["codebook"])
        self.assertEqual(len(told["inputs"][0]["sha256"]), 64)
        one, other = (os.path.join(self.folder, name) for name in ("1.jsonl", "2.jsonl"))
        with open(one, "wb") as file:
            file.write(out)
        lines = [json.loads(line) for line in out.splitlines()]
        lines[0]["factuality"] = "negated"
        with open(other, "w", encoding="utf-8") as file:
            file.write("\n".join(map(json.dumps, lines[:-1])) + "\n")
        status, found, err = run("diff", one, one)
        self.assertEqual((status, found), (0, b""), err)
        status, found, err = run("diff", one, other)
        differences = [json.loads(line) for line in found.splitlines()]
        self.assertEqual([d["difference"] for d in differences], ["changed", "removed"])
        self.assertEqual(list(differences[0]["fields"]), ["factuality"])
        agreement = json.loads(run("score", one, other, "--agreement", "--format", "json")[1])
        self.assertEqual(agreement["both"], len(lines) - 1)
        self.assertEqual(agreement["fields"]["category"]["kappa"], 1)


class Trouble(Stores):
    def test_a_file_that_may_not_grow_is_said_and_what_was_stored_stays(self):
        path = self.write(article(n) for n in range(400))
        self.add(self.write([article(n) for n in range(5)], "few.jsonl"))
        before = self.all_records()
        size = os.path.getsize(self.store)
        status, out, err = self.add(path, "--report", limit=size + 200_000)
        self.assertEqual(status, 1, err)
        self.assertIn("cannot grow", err)
        self.check_sound()
        stored = {json.loads(line)["document"] for line in out.splitlines()}
        self.assertLessEqual(stored, set(self.stored()))
        self.assertTrue(self.all_records().startswith(before[:200]))
        status, _, err = self.add(path)  # and goes on where it stopped
        self.assertEqual(status, 0, err)
        self.assertEqual(self.all_records(), run("code", path, "--model", "fast", "--format", "jsonl")[1])

    @unittest.skipIf(os.getuid() != 0, "gives the file to another user")
    def test_a_store_that_may_not_be_written_is_said_and_can_be_read(self):
        path = self.write([article(1)])
        self.add(path)
        os.chmod(self.store, 0o444)
        os.chmod(self.folder, 0o555)
        nobody = 65534
        status, _, err = self.add(path, user=nobody)
        self.assertEqual(status, 1)
        self.assertIn("may not be written", err)
        status, out, err = run("query", self.store, "--count", user=nobody)
        self.assertEqual(status, 0, err)
        os.chmod(self.folder, 0o755)
        self.assertEqual(int(out), int(run("query", self.store, "--count")[1]))

    def test_a_newer_store_and_no_store_are_said(self):
        self.add(self.write([article(1)]))
        self.sql("PRAGMA user_version = 99")
        for arguments in (("query", self.store), ("add", self.store, self.write([article(2)]))):
            status, _, err = run(*arguments)
            self.assertNotEqual(status, 0)
            self.assertIn("newer Kronika", err)
        status, _, err = run("query", os.path.join(self.folder, "none.db"))
        self.assertEqual(status, 2)
        self.assertIn("there is no such store", err)
        status, _, err = run("query", self.write([article(1)]))
        self.assertNotEqual(status, 0)
        self.assertIn("is no store", err)


class Together(Stores):
    def test_two_writers_do_not_harm_each_other(self):
        one, other = self.write([article(n) for n in range(60)], "1.jsonl"), self.write(
            [article(n) for n in range(40, 100)], "2.jsonl")
        running = [(path, subprocess.Popen([PROGRAM, "add", self.store, path, "--model", "fast"], stderr=subprocess.PIPE))
                   for path in (one, other)]
        for path, process in running:
            _, err = process.communicate()
            if process.returncode != 0:  # it waited its time for the other
                self.assertIn("another program is writing", err.decode())
                self.assertEqual(self.add(path)[0], 0)
        everything = self.write([article(n) for n in range(100)], "all.jsonl")
        self.assertEqual(self.all_records(), run("code", everything, "--model", "fast", "--format", "jsonl")[1])
        self.check_sound()

    def test_readers_see_whole_articles_while_one_writes(self):
        path = self.write(article(n) for n in range(1500))
        coded = collections.Counter(json.loads(line)["document"] for line in self.coded(path).splitlines())
        process = subprocess.Popen([PROGRAM, "add", self.store, path, "--model", "fast"], stderr=subprocess.DEVNULL)
        read = last = 0
        while process.poll() is None:
            status, out, err = run("query", self.store, "--format", "jsonl")
            if status != 0:  # before the store is made
                self.assertRegex(err, "there is no such store|holds no store yet")
                continue
            found = collections.Counter(json.loads(line)["document"] for line in out.splitlines())
            self.assertLessEqual(found.items(), coded.items())
            self.assertGreaterEqual(found.total(), last)
            read, last = read + 1, found.total()
        self.assertEqual(process.returncode, 0)
        self.assertGreater(read, 0)
        self.assertEqual(self.all_records(), self.coded(path))


class Kills(Stores):
    KILLS = 20

    def test_nothing_that_was_reported_is_lost_however_it_is_killed(self):
        count = 3000
        path = self.write(article(n) for n in range(count))
        seed = int(os.environ.get("KRONIKA_SEED", time.time()))
        print("seed", seed, file=sys.stderr)
        random_ = random.Random(seed)
        reported, killed = {}, 0
        while killed < self.KILLS:
            # Killed some time after the first batch was reported, or before.
            process = subprocess.Popen([PROGRAM, "add", self.store, path, "--model", "fast", "--report"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            time.sleep(random_.uniform(0.05, 4))
            process.send_signal(signal.SIGKILL)
            out, _ = process.communicate()
            if process.returncode == 0:  # it was done: the rest of the kills fall on a fresh store
                self.assertEqual(self.all_records(), self.coded(path))
                self.assertEqual(run("export", self.store, "--entries")[1], self.coded(path, "entries"))
                self.store = self.new_store(f"fresh{killed}")
                reported = {}
                continue
            killed += 1
            self.note(out, reported)
            if not self.has_tables():
                continue
            self.check_sound()
            there = self.stored()
            self.check_reported(reported, there)
        status, _, err = self.add(path)
        self.assertEqual(status, 0, err)
        self.assertEqual(self.all_records(), self.coded(path))
        self.assertEqual(run("export", self.store, "--entries")[1], self.coded(path, "entries"))
        self.check_sound()

    def note(self, out, reported):
        """Adds to `reported` what --report told: the number of records of each document."""
        for line in map(json.loads, out.decode().split("\n")[:-1]):
            reported[line["document"]] = line["records"] if line["stored"] == "added" else reported.get(line["document"])

    def check_reported(self, reported, there):
        for document, records in reported.items():
            self.assertIn(document, there)
            if records is not None:
                self.assertEqual(there[document], records, document)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
