#!/usr/bin/env python3
"""The server as its clients meet it, good and bad ones; serve_postgres_test.py has some over PostgreSQL. usage: serve_test.py PROGRAM"""
import collections
import gzip
import http.client
import json
import os
import re
import resource
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = None


class Server:
    """`kronika serve` on a free port."""

    def __init__(self, store, *options):
        self.process = subprocess.Popen([PROGRAM, "serve", store, "--port", "0", "--model", "fast", *options],
                                        stderr=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stderr:
            self.lines.append(line)
            found = re.search(r"http://(\S+):(\d+)/#token=([0-9a-f]+)", line)
            if found:
                self.host, self.port, self.token = found[1].strip("[]"), int(found[2]), found[3]
                break
        else:
            raise AssertionError("the server did not start: " + "".join(self.lines))
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(20)
        self.reader.join(5)
        self.process.stderr.close()
        return status

    def ask(self, method, target, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            answer.bytes = answer.read()
            return answer
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.ask("GET", target, **headers)

    def json(self, target, **headers):
        answer = self.get(target, **headers)
        if answer.status != 200:
            raise AssertionError(f"{target}: {answer.status} {answer.bytes}")
        return json.loads(answer.bytes)

    def change(self, target, body):
        return self.ask("POST", target, body, Authorization="Bearer " + self.token)

    def connect(self):
        return socket.create_connection((self.host, self.port), timeout=20)

    def raw(self, request, shut=False):
        """The bytes that come back for these bytes, until the server closes."""
        with self.connect() as connection:
            try:
                connection.sendall(request if isinstance(request, bytes) else request.encode("latin-1"))
                if shut:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it was refused before it was all sent
            got = b""
            try:
                while piece := connection.recv(65536):
                    got += piece
            except OSError:
                pass
            return got


def status_of(answer):
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found[1]) if found else 0


def quote(text):
    return urllib.parse.quote(text)


class Served(unittest.TestCase):
    """One server over the sample articles for all tests of a class."""
    OPTIONS = ()
    SHOWN = "chronicle.db"  # what the store is called

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.store = cls.new_store(folder.name)
        done = subprocess.run([PROGRAM, "add", cls.store, f"{ROOT}/examples", "--model", "fast", "--published", "2021-05-24"],
                              capture_output=True)
        assert done.returncode == 0, done.stderr
        cls.server = Server(cls.store, *cls.OPTIONS)
        cls.addClassCleanup(cls.server.stop)

    @classmethod
    def new_store(cls, folder):
        return os.path.join(folder, "chronicle.db")


class Reading(Served):
    def test_every_view_answers(self):
        server = self.server
        health = server.json("/api/health")
        self.assertEqual((health["status"], health["store"], health["writable"]), ("ok", self.SHOWN, True))
        self.assertGreater(health["records"], 4)
        records = server.json("/api/records")["records"]
        self.assertEqual(len(records), health["records"])
        for view, key in [("entries", "entries"), ("articles", "articles"), ("actors", "actors"), ("places", "places"), ("series", "series"),
                          ("dyads", "dyads"), ("network", "nodes"), ("map", "places"), ("facets", "event"),
                          ("corrections", "corrections"), ("vocabulary", "countries"), ("search?q=po", "suggestions"),
                          ("openapi.json", "paths")]:
            self.assertIn(key, server.json("/api/" + view), view)
        self.assertEqual(sum(row["count"] for row in server.json("/api/series?by=year")["series"]), health["records"])
        self.assertEqual(sum(server.json("/api/facets")["event"].values()), health["records"])
        self.assertIn(b"confidence", server.get("/api/explain/" + records[0]["id"]).bytes)
        self.assertIn(b"kronika_requests_total", server.get("/api/metrics").bytes)
        countries = {one["code"]: one["name"] for one in server.json("/api/vocabulary")["countries"]}
        self.assertEqual(countries["FRA"], "France")

    def test_records_are_those_that_query_prints(self):
        printed = subprocess.run([PROGRAM, "query", self.store, "--format", "jsonl"], capture_output=True).stdout
        served = self.server.get("/api/records?format=ndjson&sort=document")
        self.assertEqual(served.getheader("Transfer-Encoding"), "chunked")
        self.assertEqual(served.bytes, printed)
        table = subprocess.run([PROGRAM, "query", self.store, "--format", "csv"], capture_output=True).stdout
        self.assertEqual(self.server.get("/api/records?sort=document", Accept="text/csv").bytes, table)

    def test_entries_are_those_that_export_prints(self):
        printed = subprocess.run([PROGRAM, "export", self.store, "--entries"], capture_output=True).stdout
        expected = {entry["id"]: entry for entry in map(json.loads, printed.splitlines())}
        served = self.server.json("/api/entries")["entries"]
        self.assertEqual({entry["id"] for entry in served}, set(expected))
        for entry in served:
            self.assertEqual({**entry, **expected[entry["id"]]}, entry)  # the same members, and more
            reports = self.server.json("/api/entries/" + entry["id"])["reports"]
            self.assertEqual(sorted(report["id"] for report in reports), entry["records"])
            self.assertEqual(reports[0]["id"], entry["record"])

    def test_offsets_point_into_the_served_article(self):
        for article in self.server.json("/api/articles")["articles"]:
            whole = self.server.json("/api/articles/" + quote(article["id"]))
            self.assertEqual(len(whole["records"]), article["records"])
            for record in whole["records"]:
                text = whole["article"]["title" if record.get("field") == "title" else "text"]
                if not record.get("withheld"):
                    self.assertEqual(text[record["start"]:record["end"]], record["text"])

    def test_pages_follow_each_other(self):
        all_ids = [record["id"] for record in self.server.json("/api/records")["records"]]
        ids, cursor = [], ""
        while True:
            page = self.server.json("/api/records?limit=2" + cursor)
            ids += [record["id"] for record in page["records"]]
            if "next" not in page:
                break
            cursor = "&cursor=" + page["next"]
        self.assertEqual(ids, all_ids)

    def test_what_is_known_is_not_sent_again(self):
        first = self.server.get("/api/records")
        tag = first.getheader("ETag")
        again = self.server.get("/api/records", If_None_Match=tag)
        self.assertEqual((again.status, again.bytes), (304, b""))
        packed = self.server.get("/api/records", Accept_Encoding="gzip")
        self.assertEqual(packed.getheader("Content-Encoding"), "gzip")
        self.assertEqual(gzip.decompress(packed.bytes), first.bytes)
        head = self.server.ask("HEAD", "/api/records")
        self.assertEqual((head.status, head.bytes), (200, b""))
        self.assertEqual(head.getheader("Content-Length"), first.getheader("Content-Length"))

    def test_the_page_comes_with_a_strict_policy(self):
        page = self.server.get("/")
        self.assertEqual(page.status, 200)
        self.assertIn("text/html", page.getheader("Content-Type"))
        policy = page.getheader("Content-Security-Policy")
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotRegex(page.bytes, rb"<script(?![^>]*\bsrc=)")
        self.assertNotRegex(page.bytes, rb"(src|href)=\"https?:")

    def test_a_text_is_coded_and_not_kept(self):
        before = self.server.json("/api/health")
        answer = self.server.ask("POST", "/api/code", {"text": "French police arrested two protesters in Paris on Monday.",
                                                       "published": "2021-05-24"})
        self.assertEqual(answer.status, 200, answer.bytes)
        found = json.loads(answer.bytes)
        self.assertEqual(found["records"][0]["event"], "COERCE")
        self.assertEqual(found["records"][0]["actor"][0]["code"], "FRA COP")
        self.assertEqual(self.server.json("/api/health"), before)

    def test_a_state_of_the_page_is_had_as_data(self):
        page = self.server.get("/").bytes
        self.assertIn(b'type="application/json"', page)
        self.assertIn(b'href="/.json"', page)
        entry = self.server.json("/api/entries")["entries"][0]
        twin = self.server.json(f"/.json?q=event:{entry['event']}&sort=date&entry={entry['id']}")
        for part, target in twin["from"].items():
            self.assertEqual(self.server.json(target), twin[part], part)
        self.assertEqual({one["event"] for one in twin["entries"]["entries"]}, {entry["event"]})
        self.assertEqual(sum(twin["counts"]["event"].values()), twin["counts"]["event"][entry["event"]])
        self.assertIn(entry["record"], [record["id"] for record in twin["article"]["records"]])

    def test_entities_are_called_by_their_names(self):
        # Those of the knowledge base, with their accents; the sample articles have some.
        named = {}
        for entry in self.server.json("/api/entries")["entries"]:
            named |= self.server.json("/api/entries/" + entry["id"])["names"]
        self.assertEqual(named, self.server.json("/api/entries")["names"])
        self.assertTrue(named)
        for party, name in named.items():
            self.assertRegex(party, "^[a-z]")
            self.assertNotEqual(party, name)

    def test_errors_say_what_to_do(self):
        for target, status, words in [("/api/records?filter=event:PROTESTS", 400, "did you mean PROTEST"),
                                      ("/api/records?limit=0", 400, "from 1 to 1000"),
                                      ("/api/nothing", 404, "/api/openapi.json"),
                                      ("/api/records/k1:0123456789abcdef", 404, "no record"),
                                      ("/nothing", 404, "the page is at /")]:
            answer = self.server.get(target)
            self.assertEqual(answer.status, status, target)
            self.assertEqual(answer.getheader("Content-Type"), "application/problem+json")
            self.assertIn(words, json.loads(answer.bytes)["detail"])


class Changing(Served):
    def test_a_record_is_corrected_by_whom_the_token_was_given(self):
        record = self.server.json("/api/records")["records"][0]
        said = {"record": record["id"], "action": "set", "field": "event", "value":
                "THREATEN" if record["event"] != "THREATEN" else "PROTEST", "by": "Ana", "why": "a test"}
        for headers in ({}, {"Authorization": "Bearer " + "0" * 48}, {"Authorization": self.server.token}):
            answer = self.server.ask("POST", "/api/corrections", said, **headers)
            self.assertEqual(answer.status, 401)
        for origin in ("http://evil.example", "null"):
            answer = self.server.ask("POST", "/api/corrections", said, Authorization="Bearer " + self.server.token, Origin=origin)
            self.assertEqual(answer.status, 403)
        answer = self.server.change("/api/corrections", said)
        self.assertEqual(answer.status, 201, answer.bytes)
        self.assertEqual(json.loads(answer.bytes)["event"], said["value"])
        # The program beside the server sees it, and the server what the program changes.
        printed = subprocess.run([PROGRAM, "query", self.store, "id:" + record["id"]], capture_output=True).stdout
        self.assertEqual(json.loads(printed)["event"], said["value"])
        subprocess.run([PROGRAM, "correct", self.store, record["id"], "undo", "--by", "Ana", "--why", "no"], check=True,
                       capture_output=True)
        self.assertEqual(self.server.json("/api/records/" + record["id"])["event"], record["event"])
        self.assertEqual([note["action"] for note in self.server.json("/api/corrections")["corrections"]], ["set", "undo"])

    def test_articles_are_added(self):
        before = self.server.json("/api/health")
        article = {"id": "added-1", "text": "Russia expelled two Polish diplomats.", "published": "2021-05-24"}
        answer = self.server.change("/api/articles", [article])
        self.assertEqual(answer.status, 201, answer.bytes)
        self.assertEqual(json.loads(answer.bytes)["added"], 1)
        self.assertEqual(self.server.json("/api/health")["articles"], before["articles"] + 1)
        self.assertEqual(json.loads(self.server.change("/api/articles", article).bytes)["unchanged"], 1)
        self.assertEqual(self.server.json("/api/articles/added-1")["article"]["text"], article["text"])

    def test_the_token_is_its_owners_alone_and_stays(self):
        path = self.store + ".token"
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        other = Server(self.store)
        self.addCleanup(other.stop)
        self.assertEqual(other.token, self.server.token)


class BadClients(Served):
    OPTIONS = ("--max-body", "1", "--max-connections", "200")

    def good(self):
        self.assertEqual(self.server.get("/api/health").status, 200)

    def test_requests_that_are_framed_wrongly_are_refused_and_the_connection_closed(self):
        post = "POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        get = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n"
        chunk = "c\r\n{\"text\":\"a\"}\r\n0\r\n"
        cases = [
            (post + "Content-Length: 12\r\nContent-Length: 13\r\n\r\n{\"text\":\"a\"}", 400),
            (post + "Content-Length: 12\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}", 400),
            (post + "Content-Length: 12, 12\r\n\r\n{\"text\":\"a\"}", 400),
            (post + "Content-Length: -1\r\n\r\n", 400),
            (post + "Content-Length: +12\r\n\r\n{\"text\":\"a\"}", 400),
            (post + "Content-Length: 0x0c\r\n\r\n{\"text\":\"a\"}", 400),
            (post + "Content-Length: 99999999999999999999999\r\n\r\n", 400),
            (post + "Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\nContent-Length: 12\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: identity\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: xchunked\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding : chunked\r\n\r\n" + chunk + "\r\n", 400),
            (post.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "X-Late: 1\r\n\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n" + chunk + "\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
            (post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400),
            (post + "Expect: the-moon\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}", 417),
            (get + "X: a\r\n folded: x\r\n\r\n", None),
            (get + "no colon\r\n\r\n", 400),
            (get + "Bad Name: x\r\n\r\n", 400),
            (get + "X: a\x00b\r\n\r\n", 400),
            (get + "X: a\rb\r\n\r\n", 400),
            ("GET /api/health\r\n\r\n", 400),
            ("GET  /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
            ("GET /api/health HTTP/2.0\r\nHost: localhost\r\n\r\n", None),
            ("GET /api/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
            ("GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
            ("GET /api/health HTTP/1.1\nHost: localhost\n\n", 400),
            ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None),
            ("\r\n\r\n\r\n", 400),
            ("GET /" + "a" * 9000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
            (get + "X: " + "a" * 9000 + "\r\n\r\n", 431),
            (get + "X: a\r\n" * 3000 + "\r\n", 431),
            (post + "Content-Length: 2000000\r\n\r\n" + "a" * 100_000, 413),
            (post + "Transfer-Encoding: chunked\r\n\r\n" + ("10000\r\n" + "a" * 65536 + "\r\n") * 20, 413),
        ]
        for request, status in cases:
            answer = self.server.raw(request, shut=True)
            shown = request[:150].encode("unicode_escape")
            if status is None:
                self.assertIn(status_of(answer), (0, 200, 400, 505), shown)
                continue
            self.assertEqual(status_of(answer), status, (shown, answer[:300]))
            head, _, body = answer.partition(b"\r\n\r\n")
            self.assertIn(b"application/problem+json", head, shown)
            self.assertIn("detail", json.loads(body), shown)
            self.assertEqual(answer.count(b"HTTP/1.1 "), 1, shown)
        self.good()

    def test_good_requests_of_every_form_are_answered(self):
        post = "POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
        for rest in ("Content-Length: 12\r\n\r\n{\"text\":\"a\"}",
                     "Transfer-Encoding: chunked\r\n\r\nc\r\n{\"text\":\"a\"}\r\n0\r\n\r\n",
                     "Transfer-Encoding: Chunked\r\n\r\n6;name=value\r\n{\"text\r\n6\r\n\":\"a\"}\r\n0\r\n\r\n"):
            answer = self.server.raw(post + rest)
            self.assertEqual(status_of(answer), 200, (rest, answer))
        answer = self.server.raw(post + "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n{\"text\":\"a\"}")
        self.assertTrue(answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "), answer)
        answer = self.server.raw("GET /api/health HTTP/1.0\r\nHost: localhost\r\n\r\n")
        self.assertEqual(status_of(answer), 200)
        answer = self.server.raw("GET /api/records?format=ndjson HTTP/1.0\r\nHost: localhost\r\n\r\n")
        self.assertNotIn(b"Transfer-Encoding", answer)
        self.assertTrue(answer.endswith(b"}\n"))
        # One after the other on one connection, sent at once.
        two = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3
        answer = self.server.raw(two + "GET /api/records HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        self.assertEqual(answer.count(b"HTTP/1.1 200 OK\r\n"), 4)

    def test_halves_of_requests_harm_nobody(self):
        whole = ("POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                 "Content-Length: 12\r\n\r\n{\"text\":\"a\"}")
        for size in range(0, len(whole), 3):
            self.assertIn(status_of(self.server.raw(whole[:size], shut=True)), (0, 400), size)
        for size in (1, 40, 100, len(whole) - 1):  # gone without a word
            with self.server.connect() as connection:
                connection.sendall(whole[:size].encode())
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.good()

    def test_paths_lead_nowhere_else(self):
        secret = os.path.basename(self.store) + ".token"
        for path in ("/../../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/....//etc/passwd",
                     "/..%5c..%5cetc", "//etc/passwd", "/etc/passwd", "/%00", "/index.html%00.png", "/index.html/", "/assets/",
                     "/" + secret, "/../" + secret, "/api/articles/..%2f" + secret, "/api/records/%252e%252e", "/%c0%ae%c0%ae/",
                     "/api/health/..", "/api/./health", "/API/health", "/%ff%fe", "/api/records?filter=%ff"):
            answer = self.server.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            self.assertIn(status_of(answer), (400, 404), path)
            self.assertNotIn(b"root:", answer)
            self.assertNotIn(self.server.token.encode(), answer)

    def test_readers_go_on_among_ten_thousand_connections(self):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        crowd_size = 10_000  # fifty times what the server holds
        if hard != resource.RLIM_INFINITY and hard < crowd_size + 100:
            self.skipTest("the system allows too few open files")
        crowd = subprocess.Popen([sys.executable, f"{ROOT}/tests/crowd.py", self.server.host, str(self.server.port), "--size",
                                  str(crowd_size), "--seconds", "5"], stdout=subprocess.PIPE, text=True)
        answers, slowest, most = collections.Counter(), 0, 0
        while crowd.poll() is None:
            started = time.time()
            try:
                answer = self.server.get("/api/metrics")
                answers[answer.status] += 1
                if answer.status == 200:
                    most = max(most, int(re.search(rb"^kronika_connections (\d+)$", answer.bytes, re.M)[1]))
                else:
                    self.assertTrue(answer.getheader("Retry-After"))
            except (OSError, http.client.HTTPException) as error:
                answers[type(error).__name__] += 1
            slowest = max(slowest, time.time() - started)
        said = json.loads(crowd.communicate()[0])
        self.assertEqual(said["let_in"] + said["refused"], crowd_size, said)
        # Nobody waits for an answer for ever: who asked was answered, or told to come again, or sent away.
        self.assertEqual(set(said["answers"]) - {"200", "503", "none"}, set(), said)
        self.assertGreater(answers[200], 0.9 * answers.total(), (answers, said))
        self.assertLess(slowest, 3, answers)
        self.assertLessEqual(most, 310)
        for _ in range(20):
            self.good()

    def test_who_is_too_slow_is_let_go(self):
        connections = [self.server.connect() for _ in range(20)]
        started = time.time()
        for connection in connections:
            connection.sendall(b"GET /api/health HTTP/1.1\r\nX-Slow: ")
        gone = 0
        while gone < len(connections) and time.time() - started < 15:
            self.good()
            time.sleep(0.5)
            gone = 0
            for connection in connections:
                try:
                    connection.sendall(b"a")  # one byte at a time keeps nothing open
                    connection.setblocking(False)
                    gone += connection.recv(10) == b""
                except BlockingIOError:
                    pass
                except OSError:
                    gone += 1
                connection.setblocking(True)
        for connection in connections:
            connection.close()
        self.assertEqual(gone, len(connections))
        self.assertGreater(time.time() - started, 8)


class Starting(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = os.path.join(folder.name, "chronicle.db")
        subprocess.run([PROGRAM, "add", self.store, f"{ROOT}/examples", "--model", "fast"], check=True, capture_output=True)

    def test_what_is_wrong_is_said(self):
        for arguments, words in [([self.store + ".no"], "there is no such store"),
                                 ([f"{ROOT}/README.md"], "is no store"),
                                 ([self.store, "--listen", "nowhere"], "is no address"),
                                 ([self.store, "--port", "99999999"], "--port")]:
            done = subprocess.run([PROGRAM, "serve", *arguments], capture_output=True, text=True, timeout=30)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(words, done.stderr)
        server = Server(self.store)
        self.addCleanup(server.stop)
        done = subprocess.run([PROGRAM, "serve", self.store, "--port", str(server.port)], capture_output=True, text=True,
                              timeout=30)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("give another one with --port", done.stderr.lower())

    def test_it_stops_when_told_and_answers_what_is_under_way(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            server = Server(self.store)
            idle = server.connect()
            server.ask("POST", "/api/code", {"text": "warm"})  # the coder is there
            text = " ".join(["French police arrested two protesters in Paris on Monday."] * 400)
            answers = []
            asking = threading.Thread(target=lambda: answers.append(server.ask("POST", "/api/code", {"text": text})))
            asking.start()
            time.sleep(0.1)
            started = time.time()
            self.assertEqual(server.stop(how), 0)
            self.assertLess(time.time() - started, 12)
            asking.join(10)
            self.assertEqual([answer.status for answer in answers], [200])
            self.assertEqual(idle.recv(10), b"")
            idle.close()
            self.assertIn("stopped", server.lines[-1])

    def test_beyond_this_machine_reading_needs_the_token_too(self):
        server = Server(self.store, "--listen", "0.0.0.0", "--host", "chronicle.example")
        self.addCleanup(server.stop)
        server.host = "127.0.0.1"
        self.assertEqual(server.get("/").status, 200)
        self.assertEqual(server.get("/api/health").status, 401)
        self.assertEqual(server.get("/api/health", Authorization="Bearer " + server.token).status, 200)
        self.assertEqual(server.ask("POST", "/api/code", {"text": "a"}).status, 401)
        self.assertEqual(server.get("/", Host="chronicle.example").status, 200)
        self.assertEqual(server.get("/", Host="evil.example").status, 421)

    def test_a_store_that_may_not_be_written_is_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everything")
        os.chmod(self.store, 0o400)
        server = Server(self.store)
        self.addCleanup(server.stop)
        self.assertFalse(server.json("/api/health")["writable"])
        record = server.json("/api/records")["records"][0]["id"]
        answer = server.change("/api/corrections", {"record": record, "action": "accept", "by": "a", "why": "b"})
        self.assertEqual(answer.status, 403)

    def test_what_another_program_adds_is_seen(self):
        server = Server(self.store)
        self.addCleanup(server.stop)
        before = server.json("/api/health")["records"]
        tag = server.get("/api/records").getheader("ETag")
        source = self.store + ".jsonl"
        with open(source, "w", encoding="utf-8") as out:
            out.write(json.dumps({"id": "new", "text": "Russia expelled two Polish diplomats."}) + "\n")
        subprocess.run([PROGRAM, "add", self.store, source, "--model", "fast"], check=True, capture_output=True)
        self.assertGreater(server.json("/api/health")["records"], before)
        self.assertEqual(server.get("/api/records", If_None_Match=tag).status, 200)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
