#!/usr/bin/env python3
"""The tests of serve_test.py over a store in PostgreSQL, and what only that has. usage: serve_postgres_test.py PROGRAM"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import serve_test
from postgres_server import PostgresServer, programs

SERVER = None


def setUpModule():
    global SERVER
    SERVER = PostgresServer()
    SERVER.start()


def tearDownModule():
    SERVER.close()


class OnPostgres:
    """Put before a class of tests: the same on a database of its own."""

    SHOWN = "postgresql"  # no address, and so no password
    made = 0

    @classmethod
    def new_store(cls, folder):
        OnPostgres.made += 1
        cls.OPTIONS = (*cls.OPTIONS, "--token-file", os.path.join(folder, "token"))
        return SERVER.make_database(f"served{OnPostgres.made}")


class ReadingOnPostgres(OnPostgres, serve_test.Reading):
    def test_passwords_are_nowhere(self):
        for target in ("/", "/api/health", "/api/metrics", "/api/openapi.json", "/.json"):
            self.assertNotIn(SERVER.secret.encode(), self.server.get(target).bytes, target)
        self.assertNotIn(SERVER.secret, "".join(self.server.lines))


class ChangingOnPostgres(OnPostgres, serve_test.Changing):
    def test_the_token_is_its_owners_alone_and_stays(self):
        self.skipTest("it is kept in the file that --token-file names")


class SameInBoth(OnPostgres, serve_test.Served):
    def test_the_same_questions_have_the_same_answers(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "chronicle.db")
            subprocess.run([serve_test.PROGRAM, "add", file, f"{serve_test.ROOT}/examples", "--model", "fast", "--published",
                            "2021-05-24"], check=True, capture_output=True)
            other = serve_test.Server(file)
            try:
                entry = self.server.json("/api/entries")["entries"][0]["id"]
                for target in ("records", "records?format=csv", "records?filter=text:police", "records?sort=-confidence&limit=3",
                               "entries", f"entries/{entry}", "entries?sort=-reports&limit=2", "articles", "actors", "places",
                               "series?by=day&group=event", "series?by=auto", "dyads", "network?level=code", "map", "facets",
                               "search?q=par", "search?q=actor:", "vocabulary", f"page?entry={entry}&q=factuality:asserted"):
                    self.assertEqual(self.server.get("/api/" + target).bytes, other.get("/api/" + target).bytes, target)
            finally:
                other.stop()


class Lost(OnPostgres, serve_test.Served):
    def test_a_database_that_goes_and_comes_is_said_and_borne(self):
        before = self.server.json("/api/health")
        SERVER.stop(signal.SIGQUIT)
        answer = self.server.get("/api/facets")
        self.assertEqual(answer.status, 503, answer.bytes)
        self.assertIn("connection", json.loads(answer.bytes)["detail"])
        self.assertNotIn(SERVER.secret.encode(), answer.bytes)
        self.assertEqual(self.server.get("/").status, 200)
        SERVER.start()
        for _ in range(50):
            if self.server.get("/api/health").status == 200:
                break
            time.sleep(0.1)
        self.assertEqual(self.server.json("/api/health"), before)
        self.assertEqual(self.server.get("/api/facets").status, 200)
        record = self.server.json("/api/records")["records"][0]["id"]
        said = {"record": record, "action": "accept", "by": "Ana", "why": "it is back"}
        self.assertEqual(self.server.change("/api/corrections", said).status, 201)


if __name__ == "__main__":
    programs()  # or there is nothing to test with
    serve_test.PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
