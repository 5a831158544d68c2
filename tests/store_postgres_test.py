#!/usr/bin/env python3
"""The tests of store_test.py over PostgreSQL, and what only that has. usage: store_postgres_test.py PROGRAM"""
import gzip
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

import store_test
from postgres_server import PostgresServer, programs
from store_test import article, run

SERVER = None


def setUpModule():
    global SERVER
    SERVER = PostgresServer()
    store_test.SECRET = SERVER.secret
    SERVER.start()


def tearDownModule():
    SERVER.close()


class OnPostgres:
    """Put before a class of tests: the same on a database of its own."""

    made = 0

    def new_store(self, name):
        OnPostgres.made += 1
        self.database = f"{name}{OnPostgres.made}"
        self.addCleanup(SERVER.sql, "postgres", f"DROP DATABASE {self.database} WITH (FORCE)")
        return SERVER.make_database(self.database)

    def sql(self, statement):
        return [tuple(line.split("|")) for line in SERVER.sql(self.database, statement)]

    def has_tables(self):
        return self.sql("SELECT to_regclass('article') IS NOT NULL") == [("t",)]

    def check_sound(self):
        done = subprocess.run([f"{SERVER.programs}/pg_dump", "-f", os.devnull, self.store], capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        if self.has_tables():
            self.assertEqual(self.sql("SELECT a.key FROM article a LEFT JOIN coding c ON c.article = a.key AND c.current = 1 "
                                      "WHERE a.current = 1 GROUP BY a.key HAVING count(c.key) <> 1"), [])


    def put_old_store(self, path):
        with gzip.open(path + ".sql.gz", "rt", encoding="utf-8") as packed:
            SERVER.sql(self.database, packed.read())


class AddingOnPostgres(OnPostgres, store_test.Adding):
    pass


class AskingOnPostgres(OnPostgres, store_test.Asking):
    pass


class CorrectingOnPostgres(OnPostgres, store_test.Correcting):
    pass


class MergingOnPostgres(OnPostgres, store_test.Merging):
    pass


class ExportingOnPostgres(OnPostgres, store_test.Exporting):
    pass


class TogetherOnPostgres(OnPostgres, store_test.Together):
    pass


class KillsOnPostgres(OnPostgres, store_test.Kills):
    KILLS = 4

    def test_nothing_that_was_reported_is_lost_when_the_server_goes_away(self):
        path = self.write(article(n) for n in range(1000))
        reported, crashes = {}, 0
        while crashes < 4:
            process = subprocess.Popen([store_test.PROGRAM, "add", self.store, path, "--model", "fast", "--report"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
            first = process.stdout.readline()  # so something was stored, and more is under way
            time.sleep(random.uniform(0, 1))
            SERVER.stop([signal.SIGQUIT, signal.SIGINT][crashes % 2])  # a crash; an orderly end
            out, err = process.communicate()
            SERVER.start()
            err = err.decode()
            if process.returncode == 0:
                self.assertEqual(self.all_records(), self.coded(path))
                self.store, reported = self.new_store(f"fresh{crashes}"), {}
                continue
            crashes += 1
            self.assertEqual(process.returncode, 1, err)
            self.assertIn("the connection to the server was lost", err)
            self.assertIn("give the same command again", err)
            self.assertNotIn(SERVER.secret, err)
            self.note(first + out, reported)
            self.assertTrue(reported)
            self.check_sound()
            self.check_reported(reported, self.stored())
        status, _, err = self.add(path)
        self.assertEqual(status, 0, err)
        self.assertEqual(self.all_records(), self.coded(path))


class TroubleOnPostgres(OnPostgres, store_test.Stores):
    def test_what_cannot_be_opened_is_said(self):
        path = self.write([article(1)])
        server = self.store[:self.store.rindex("/")]
        for address, status, message in [
                (server + "/none", 2, "there is no such database on the server; make it with: createdb none"),
                (self.store, 1, "holds no store yet; kronika add makes one"),
                (SERVER.address(self.database, password="wrong"), 1, "password authentication failed"),
                (self.store.replace(str(SERVER.port), "1"), 1, "is the server there"),
                (self.store + "%zz", 2, "is no address of a PostgreSQL database")]:
            for command in ("query", "summarize", "export"):
                self.assertEqual(run(command, address)[0], status)
                self.assertIn(message, run(command, address)[2])
        self.assertEqual(run("add", server + "/none", path)[0], 2)
        self.sql("CREATE TABLE theirs (a INTEGER)")
        status, _, err = self.add(path)
        self.assertEqual(status, 1)
        self.assertIn("holds tables of another program", err)
        self.sql("DROP TABLE theirs")
        self.assertEqual(self.add(path)[0], 0)
        self.sql("UPDATE kronika_store SET version = 99")
        for arguments in (("query", self.store), ("add", self.store, path)):
            status, _, err = run(*arguments)
            self.assertEqual(status, 1)
            self.assertIn("newer Kronika", err)

    def test_passwords_are_nowhere(self):
        path = self.write([article(1)])
        manifest = os.path.join(self.folder, "manifest.json")
        self.assertEqual(self.add(path, "--manifest", manifest)[0], 0)
        with open(manifest, encoding="utf-8") as file:
            text = file.read()
        self.assertIn(f"postgresql://kronika@127.0.0.1:{SERVER.port}/{self.database}", text)
        self.assertNotIn(SERVER.secret, text)
        for arguments in (("code", self.store), ("add", self.store, self.store), ("explain", self.store), ("score", self.store, path),
                          ("diff", self.store, path), (self.store,), ("summarize", self.store, self.store), ("correct", self.store),
                          ("explain", self.store, "ffff"), ("show", self.store), ("relate", self.store)):
            self.assertNotEqual(run(*arguments)[0], 0, arguments)  # which also looks for the password
        self.assertNotIn(SERVER.secret, SERVER.sql(self.database, "SELECT string_agg(options, ' ') FROM run")[0])

    def test_another_user_reads_and_may_not_write(self):
        path = self.write(article(n) for n in range(3))
        self.assertEqual(self.add(path)[0], 0)
        self.addCleanup(SERVER.sql, "postgres", "DROP ROLE reader")
        self.addCleanup(SERVER.sql, self.database, "DROP OWNED BY reader")
        self.sql("CREATE ROLE reader LOGIN PASSWORD 'book'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        reader = SERVER.address(self.database, "reader", "book")
        self.assertEqual(self.all_records(reader), self.all_records())
        self.assertEqual(run("summarize", reader)[1], run("summarize", self.store)[1])
        status, _, err = run("add", reader, self.write([article(7)], "new.jsonl"), "--model", "fast")
        self.assertEqual(status, 1)
        self.assertIn("has no right", err)


class SameInBoth(OnPostgres, store_test.Stores):
    def test_the_same_articles_give_the_same_bytes(self):
        path = self.write(article(n) for n in random.sample(range(200), 60))
        self.assertEqual(self.add(path)[0], 0)
        file = os.path.join(self.folder, "chronicle.db")
        self.assertEqual(run("add", file, path, "--model", "fast")[0], 0)
        questions = [("export", "--format", form) for form in ("jsonl", "csv")]
        questions += [("query", "--sort", order) for order in ("document", "date", "-date", "published", "confidence", "-score")]
        questions += [("query", "--group-by", by) for by in (
            "dyad,month", "actor", "recipient", "event,mode", "context", "quad,factuality", "country", "publisher,year",
            "attribution,day")]
        questions += [("query", words) for words in (
            "text:protest", "text:arrested two", "text:kurd*", "near:55.75,37.6,900", "near:0,180,5000", "actor:MIL or party:RUS",
            "not event:CONSULT", "date:2021-05-10..2021-05-20", "confidence>=0.5", "country:none", "place:Paris", "id:f", "id:0")]
        for command, *rest in questions:
            one, other = run(command, self.store, *rest), run(command, file, *rest)
            self.assertEqual(one[0], 0, one[2])
            self.assertEqual(one[1], other[1], rest)
        record = json.loads(run("query", file, "event:COERCE", "--limit", "1")[1])["id"]
        for store in (self.store, file):
            self.assertEqual(run("correct", store, record, "event=PROTEST", "--by", "Ana", "--why", "read again")[0], 0)
        gold = run("export", self.store, "--format", "gold")[1]
        self.assertTrue(gold)
        self.assertEqual(gold, run("export", file, "--format", "gold")[1])

    def test_views_for_analysts_are_the_same(self):
        path = self.write(article(n) for n in range(20))
        self.assertEqual(self.add(path, "--threads", "1")[0], 0)
        file = os.path.join(self.folder, "chronicle.db")
        self.assertEqual(run("add", file, path, "--model", "fast", "--threads", "1")[0], 0)
        with sqlite3.connect(file) as db:
            for view, columns in (("articles", "document, version, published, publisher, bytes"),
                                  ("records", "id, document, event, cameo, quad, factuality, date_start, date_end, published, day, "
                                              "country, admin, place, attribution, actor, recipient, mode, context, publisher, review"),
                                  ("parties", "side, number, country, code, entity"),
                                  ("runs", "version, codebook, model, options, added, records")):
                wanted = [tuple("" if value is None else str(value) for value in row)
                          for row in db.execute(f"SELECT {columns} FROM {view}")]
                self.assertTrue(wanted)
                self.assertEqual(sorted(self.sql(f"SELECT {columns} FROM {view}")), sorted(wanted), view)

class Plans(OnPostgres, store_test.Stores):
    """Questions go through indexes: looked at in the plans that the server logs."""

    LOGGED = "?options=-csession_preload_libraries%3Dauto_explain%20-cauto_explain.log_min_duration%3D0"
    # The rows of 40 articles 250 times, moved in time and place, most parties of other countries.
    MANY = """
        INSERT INTO article SELECT key + 1000 * g, document || '-' || g, named, story + 1000 * g, version, current, hash,
          published + g, publisher, url, url_hash + g, run, bytes, text FROM article, generate_series(1, 250) g;
        INSERT INTO article_words SELECT article + 1000 * g, part, words || format('%L:1', 'rare' || g)::tsvector
          FROM article_words, generate_series(1, 250) g;
        INSERT INTO coding SELECT key + 1000 * g, article + 1000 * g, coder, run, current, skipped, records
          FROM coding, generate_series(1, 250) g;
        INSERT INTO record (key, id, coding, number, article, event, cameo, quad, score, confidence, factuality, day, date_start,
            date_end, country, admin, place, attribution, review)
          SELECT key + 10000 * g, id + 977 * g, coding + 1000 * g, number, article + 1000 * g, event, cameo, quad, score,
            confidence, factuality, day + g, date_start + g, date_end + g, country, admin, place, attribution, review
          FROM record, generate_series(1, 250) g;
        INSERT INTO record_term SELECT term, record + 10000 * g FROM record_term, generate_series(1, 250) g;
        INSERT INTO party (record, side, number, country, code, entity, day)
          SELECT record + 10000 * g, side, number, CASE WHEN g % 10 = 0 THEN country ELSE 'A' || chr(65 + g % 26) || 'X' END,
            code, entity, day + g FROM party, generate_series(1, 250) g;
        INSERT INTO place_box SELECT record + 10000 * g, south - g / 5.0, north - g / 5.0, west + g / 5.0, east + g / 5.0
          FROM place_box, generate_series(1, 250) g;
        ANALYZE;
        SELECT gin_clean_pending_list('article_words_words')"""  # as the store does at the end of a run

    def test_questions_use_indexes(self):
        self.assertEqual(self.add(self.write(article(n) for n in range(40)))[0], 0)
        self.sql(self.MANY)
        for question, index in [(("actor:RUS", "recipient:BLR", "date:2021-05"), "party_country"),
                                (("party:RUS", "date:2021-05..2021-06"), "party_country"),
                                (("actor:vladimir-putin", "day:2021-05"), "party_entity"),
                                (("text:rare7",), "article_words_words"),
                                (("text:rare7", "event:CONSULT"), "article_words_words"),
                                (("text:rare7", "actor:RUS"), "article_words_words"),
                                (("near:55.75,37.6,100",), "place_box_corner"),
                                (("event:CONSULT", "day:2021-05-10"), "record_"),
                                (("document:a0003",), "article_document"),
                                (("id:5f0c3",), "record_id"),
                                (("event:CONSULT", "day:2021-05-10", "--group-by", "dyad,month"), "record_")]:
            before = len(SERVER.log())
            status, _, err = run("query", self.store + self.LOGGED, *question)
            self.assertEqual(status, 0, err)
            plans = SERVER.log()[before:]
            self.assertIn(index, plans, question)
            self.assertEqual(re.findall(r"Seq Scan on (?:record|record_term|party|place_box|article|article_words|coding)\b.*",
                                        plans), [], question)

    def test_adding_uses_indexes_from_the_first_article_on(self):
        path = self.write([*(article(n) for n in range(5)), article(5, "Russia expelled two Polish diplomats.")])
        run("add", self.store, self.write([], "none.jsonl"))  # making the tables looks through them, empty as they are
        self.assertTrue(self.has_tables())
        before = len(SERVER.log())
        status, _, err = run("add", self.store + self.LOGGED, path, "--model", "fast")
        self.assertEqual(status, 0, err)
        self.assertEqual(re.findall("Seq Scan on (?!run|coder|kronika_store).*", SERVER.log()[before:]), [])


if __name__ == "__main__":
    programs()  # or there is nothing to test with
    store_test.PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
