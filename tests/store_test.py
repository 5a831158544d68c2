#!/usr/bin/env python3
"""The store as a user meets it, killed and starved. usage: store_test.py PROGRAM"""
import json
import os
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
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


class Stores(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.store = os.path.join(self.folder, "chronicle.db")

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

    def check_sound(self):
        with sqlite3.connect(self.store) as db:
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
            self.assertEqual(db.execute("PRAGMA foreign_key_check").fetchall(), [])


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
        self.store = os.path.join(self.folder, "other.db")
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
        with sqlite3.connect(self.store) as db:  # as if an older version had coded it
            db.execute("UPDATE coder SET version = '0.0.1'")
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
        with sqlite3.connect(self.store) as db:
            there = {row[0] for row in db.execute("SELECT document FROM article WHERE current = 1")}
        self.assertLessEqual(stored, there)
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
        with sqlite3.connect(self.store) as db:
            db.execute("PRAGMA user_version = 99")
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
                for ending in ("", "-wal", "-shm"):
                    if os.path.exists(self.store + ending):
                        os.remove(self.store + ending)
                reported = {}
                continue
            killed += 1
            lines = out.decode().split("\n")[:-1]
            for line in map(json.loads, lines):
                reported[line["document"]] = line["records"] if line["stored"] == "added" else reported.get(line["document"])
            if not os.path.exists(self.store):
                continue
            self.check_sound()
            with sqlite3.connect(self.store) as db:
                there = {}
                if db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                    there = dict(db.execute("SELECT a.document, count(r.key) FROM article a LEFT JOIN record r "
                                            "ON r.article = a.key WHERE a.current = 1 GROUP BY a.key"))
            for document, records in reported.items():
                self.assertIn(document, there)
                if records is not None:
                    self.assertEqual(there[document], records, document)
        status, _, err = self.add(path)
        self.assertEqual(status, 0, err)
        self.assertEqual(self.all_records(), self.coded(path))
        self.check_sound()

    def coded(self, path):
        if not hasattr(self, "coded_once"):
            self.coded_once = run("code", path, "--model", "fast", "--format", "jsonl")[1]
        return self.coded_once


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
