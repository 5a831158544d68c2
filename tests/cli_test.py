#!/usr/bin/env python3
"""The program as a user meets it. usage: cli_test.py PROGRAM"""
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = None
# Sanitizers make the program several times slower; sizes shrink with them, what must hold does not.
SANITIZED = False


def run(*arguments, stdin=None, cwd="/"):
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, cwd=cwd)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def records(output):
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path


class Code(Files):
    GOOD = "French police arrested two protesters in Paris on Monday.\n"

    def test_samples_give_records_that_point_at_their_words(self):
        status, out, err = run("code", "--format", "jsonl", f"{ROOT}/examples/briefs.jsonl")
        self.assertEqual(status, 0, err)
        found = records(out)
        self.assertGreater(len(found), 4)
        with open(f"{ROOT}/examples/briefs.jsonl", encoding="utf-8") as lines:
            texts = {article["id"]: article for article in map(json.loads, lines)}
        for record in found:
            article = texts[record["document"]]
            whole = article["title"] if record.get("field") == "title" else article["text"]
            self.assertEqual(whole[record["start"]:record["end"]], record["text"])
            for party in record["actor"] + record["recipient"]:
                if not party.get("withheld"):
                    self.assertEqual(whole[party["start"]:party["end"]], party["text"])

    def test_sport_gives_no_record(self):
        status, out, err = run("code", "--format", "jsonl", f"{ROOT}/examples/briefs.jsonl")
        self.assertEqual(status, 0, err)
        self.assertNotIn("brief-3", {record["document"] for record in records(out)})

    def test_output_is_the_same_whatever_the_threads(self):
        outputs = {run("code", "--threads", str(n), "--format", "jsonl", f"{ROOT}/examples")[1] for n in (1, 2, 8)}
        self.assertEqual(len(outputs), 1)

    def test_a_pipe_gets_jsonl_and_a_table_can_be_asked_for(self):
        status, out, _ = run("code", "-", stdin=self.GOOD.encode())
        self.assertEqual(status, 0)
        self.assertTrue(records(out))
        status, out, _ = run("code", "-", "--format", "table", stdin=self.GOOD.encode())
        self.assertEqual(status, 0)
        self.assertIn("COERCE", out.decode())

    def test_publication_date_resolves_weekdays(self):
        _, out, _ = run("code", "-", "--published", "2021-05-26", "--format", "jsonl", stdin=self.GOOD.encode())
        self.assertIn("2021-05-24", {record.get("date", {}).get("start") for record in records(out)})

    def test_feeds_and_archives_give_their_articles(self):
        feed = self.write("feed.xml", "<rss><channel><title>Wire</title><item><title>Arrests</title><link>http://e.org/1"
                          "</link><guid>http://e.org/1</guid><pubDate>Wed, 26 May 2021 08:00:00 GMT</pubDate>"
                          f"<description>&lt;p&gt;{self.GOOD}&lt;/p&gt;</description></item><item><title>cut")
        status, out, err = run("code", feed, "--format", "jsonl")
        self.assertEqual(status, 1)
        self.assertIn("feed.xml:2: the file ends within this <item>", err)
        self.assertEqual({record["document"] for record in records(out)}, {"http://e.org/1"})
        self.assertIn("2021-05-24", {record.get("date", {}).get("start") for record in records(out)})

        def member(body):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{body}</p>".encode()
            return gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
                                 b"WARC-Target-URI: http://e.org/2\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
                                 % (len(block), block))
        broken = bytearray(member("Nothing here."))
        broken[len(broken) // 2] ^= 0x55
        archive = self.write("pages.warc.gz", member(self.GOOD) + bytes(broken) + member("Again: " + self.GOOD))
        status, out, err = run("code", archive, "--format", "jsonl")
        self.assertEqual(status, 1)
        self.assertIn("the record here is damaged", err)
        self.assertEqual(len({record["document"] for record in records(out)}), 2)
        packed = self.write("lines.jsonl.gz", gzip.compress(json.dumps({"id": "a", "text": self.GOOD}).encode()))
        status, out, err = run("code", packed, "--format", "jsonl")
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(records(out))

    def test_broken_files_are_named_and_the_good_ones_coded(self):
        noise = random.Random(7)
        self.write("good.txt", self.GOOD)
        self.write("empty.txt", b"")
        for n in range(20):
            self.write(f"noise{n}.{('txt', 'html', 'jsonl', 'csv', 'bin')[n % 5]}", noise.randbytes(2000 * (n + 1)))
        self.write("half.jsonl", '{"id": "a", "text": "Russia attacked Ukraine."}\n{"id": "b", "text": \n'
                                 '{"id": "c", "text": "China condemned the attack."}\n')
        status, out, err = run("code", "--model", "fast", "--format", "jsonl", self.folder.name)
        self.assertEqual(status, 1)
        self.assertIn("empty.txt", err)
        self.assertIn("half.jsonl:2", err)
        documents = {record["document"] for record in records(out)}
        self.assertTrue({"a", "c"} <= documents)
        self.assertGreater(len(documents), 2)  # good.txt too, whose id is a hash

    def test_a_very_long_line_is_coded_with_true_offsets(self):
        # Longer than what is coded at once, so that there are parts.
        size = 1_100_000 if SANITIZED else 3_000_000
        sentences = ["The minister met the ambassador in Berlin on Friday. ", "Łódź was quiet. ", "Police arrested three men in Paris. "]
        text = "".join(sentences) * (size // sum(map(len, sentences)))
        status, out, err = run("code", "--model", "fast", "--format", "jsonl", self.write("long.txt", text))
        self.assertEqual(status, 0, err)
        found = records(out)
        self.assertGreater(found[-1]["start"], len(text) // 3)
        for record in found:
            self.assertEqual(text[record["start"]:record["end"]], record["text"])
            sentence = record["sentence"]
            self.assertTrue(sentence["start"] <= record["start"] < record["end"] <= sentence["end"])
        indexes = [record["sentence"]["index"] for record in found]
        self.assertEqual(indexes, sorted(indexes))

    def test_deep_html_keeps_its_text_and_is_linear(self):
        depth = 100_000
        page = "<html><body>" + "<div class='nested'>" * depth + "<p>" + self.GOOD * 20 + "</p>" + "</div>" * depth
        page = page + " " * max(0, 5_000_000 - len(page))
        path = self.write("deep.html", page)
        started = time.monotonic()
        status, out, err = run("show", path, "--layer", "text")
        seconds = time.monotonic() - started
        self.assertEqual(status, 0, err)
        self.assertIn("arrested two protesters", out.decode())
        self.assertLess(seconds, 60)  # a guard against quadratic time (minutes), not a measure of speed

    def test_other_languages_are_skipped_and_counted(self):
        german = "Die Polizei hat am Montag in Berlin drei Männer festgenommen, die sich auf dem Platz mit der Fahne zeigten."
        path = self.write("two.jsonl", "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (("g", german), ("e", self.GOOD))))
        status, out, err = run("code", path)
        self.assertEqual(status, 0, err)
        self.assertEqual({record["document"] for record in records(out)}, {"e"})
        self.assertIn("g: skipped: language de", err)
        self.assertIn("1 skipped", err)

    def test_paragraphs_in_other_languages_are_skipped_and_counted(self):
        german = "Die Polizei hat am Montag in Berlin drei Männer festgenommen, die sich auf dem Platz mit der Fahne zeigten."
        other = "Turkish police arrested a journalist in Ankara on Tuesday."
        russian = "Полиция задержала в понедельник в Минске двух активистов."
        path = self.write("mixed.jsonl", "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (
            ("e", self.GOOD), ("m", self.GOOD + "\n\n" + german + "\n\n" + other + "\n\n" + russian))))
        status, out, err = run("code", path)
        self.assertEqual(status, 0, err)
        alone, mixed = ([record["text"] for record in records(out) if record["document"] == name] for name in "em")
        self.assertEqual(alone, ["arrested"])
        self.assertEqual(mixed, ["arrested", "arrested"])
        self.assertIn("m: 2 paragraphs skipped: language de, not in English", err)
        self.assertIn("2 articles coded, 0 failed, 0 skipped; 2 paragraphs skipped", err)

    def test_the_same_id_twice_is_reported(self):
        line = json.dumps({"id": "x", "text": self.GOOD}) + "\n"
        status, _, err = run("code", self.write("twice.jsonl", line + line))
        self.assertEqual(status, 1)
        self.assertIn("x", err)


class Privacy(Files):
    ARTICLE = {"id": "p", "title": "Police arrest Olga Zubkova in Minsk", "published": "2021-06-29",
               "text": "Belarusian police arrested the activist Olga Zubkova in Minsk on Monday. Zubkova was beaten by officers, her "
                       "lawyer Ivan Korzh said. Korzh accused the police of torture, and a court sentenced Zubkova to ten years. "
                       "President Alexander Lukashenko condemned the protests."}

    def test_no_output_names_a_private_person(self):
        path = self.write("p.jsonl", json.dumps(self.ARTICLE) + "\n")
        outputs = {form: run("code", path, "--format", form)[1] for form in ("jsonl", "csv", "table")}
        outputs["explain"] = run("explain", path)[1]
        outputs["show"] = run("show", path)[1]  # actors and events
        for form, out in outputs.items():
            self.assertTrue(out, form)
            for name in ("Zubkova", "Korzh"):
                self.assertNotIn(name, out.decode(), form)
        self.assertIn("Alexander Lukashenko", outputs["explain"].decode())

    def test_what_is_withheld_says_so_and_keeps_its_offsets(self):
        _, out, _ = run("code", self.write("p.jsonl", json.dumps(self.ARTICLE) + "\n"))
        found = records(out)
        parts = found + [part for record in found for part in record["actor"] + record["recipient"] +
                         [record[name] for name in ("attribution",) if name in record]]
        withheld = [part for part in parts if part.get("withheld")]
        self.assertTrue(withheld)
        for part in parts:
            words = self.ARTICLE["title" if part.get("field") == "title" else "text"][part["start"]:part["end"]]
            if part.get("withheld"):
                self.assertRegex(part["text"], r"\[.+\]")
                self.assertRegex(words, "Olga|Zubkova|Ivan|Korzh")
            else:
                self.assertEqual(part["text"], words)

    def test_the_layers_of_the_text_itself_stay_whole(self):
        path = self.write("p.jsonl", json.dumps(self.ARTICLE) + "\n")
        layers = ("text", "tokens", "tree", "mentions")
        _, out, _ = run("show", path, *(word for layer in layers for word in ("--layer", layer)), "--format", "jsonl")
        for layer in layers:
            self.assertIn("Zubkova", json.dumps(records(out)[0][layer]), layer)


class Relate(Files):
    TEXT = "La France — Paris — a expulsé… no: France expelled two Russian diplomats on Monday."

    def ask(self, *lines, labels="plover16"):
        status, out, err = run("relate", "-", "--labels", labels, stdin="\n".join(lines).encode())
        return status, records(out), err

    def test_each_line_gets_an_answer_in_its_order(self):
        france, russia = self.TEXT.index("France expelled"), self.TEXT.index("two Russian")
        both = {"id": "a", "text": self.TEXT, "source": [{"start": france, "end": france + 6}],
                "target": [{"start": russia, "end": russia + 21, "text": "x"}], "root": "SANCTION"}
        nulls = {"id": "b", "text": self.TEXT, "source": [{"start": None, "end": None}], "target": None}
        for labels, count in (("plover16", 16), ("plover15", 15)):
            status, answers, err = self.ask(json.dumps(both), "{broken", json.dumps(nulls), json.dumps({"text": ""}),
                                            json.dumps({"text": "a", "target": [{"start": 0, "end": 2}]}), labels=labels)
            self.assertEqual(status, 1)
            self.assertEqual([answer.get("id") for answer in answers], ["a", None, "b", "", None])
            for answer in (answers[0], answers[2], answers[3]):
                self.assertEqual(len(answer["scores"]), count)
                self.assertEqual(answer["event"], max(answer["scores"], key=answer["scores"].get))
                self.assertAlmostEqual(sum(answer["scores"].values()), 1, 4)
            self.assertIn("error", answers[1])
            self.assertIn("-:2:", err)
            self.assertIn("-:5:", err)

    def test_it_needs_the_accurate_model(self):
        status, _, err = run("relate", "-", "--model", "fast", stdin=b'{"text": "France thanked Spain."}')
        self.assertNotEqual(status, 0)
        self.assertIn("accurate", err)


class Usage(Files):
    def test_wrong_usage_is_status_2_with_a_reason(self):
        for arguments, word in ((["code", "--format", "nonsense", "-"], "nonsense"), (["nonsense"], "nonsense"),
                                (["code", "--published", "yesterday", "-"], "yesterday"),
                                (["code", "--model", "nonsense", "-"], "nonsense"),
                                (["code", "--data", "/nowhere", "-"], "/nowhere"),
                                (["code", "/nowhere.txt"], "/nowhere.txt")):
            status, _, err = run(*arguments, stdin=b"text")
            self.assertIn(status, (1, 2), arguments)
            self.assertIn(word, err)

    def test_output_that_cannot_be_written_is_an_error(self):
        path = self.write("a.txt", Code.GOOD)
        for command in (["code", path], ["codebook", "list"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([PROGRAM, *command], stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(done.returncode, 1, command)
            self.assertIn(b"could not be written", done.stderr)

    def test_colours_are_for_terminals_only(self):
        path = self.write("a.txt", Code.GOOD)
        plain = run("code", path, "--format", "table")[1]
        self.assertNotIn(b"\x1b", plain)
        for no_colour, coloured in (("", True), ("1", False)):
            environment = {**os.environ, "TERM": "xterm", "NO_COLOR": no_colour}
            master, slave = os.openpty()
            subprocess.run([PROGRAM, "code", path], stdout=slave, stderr=subprocess.DEVNULL, env=environment)
            os.close(slave)
            out = os.read(master, 65536)
            os.close(master)
            self.assertIn(b"arrest", out)
            self.assertEqual(b"\x1b[" in out, coloured)

    def test_help_has_examples(self):
        for command in ([], ["code"], ["show"], ["explain"], ["actor"]):
            status, out, _ = run(*command, "--help")
            self.assertEqual(status, 0)
            self.assertIn("kronika ", out.decode())
            self.assertIn("Examples", out.decode())


class Show(Files):
    def test_names_have_their_types(self):
        text = "Iranian troops surrounded Evin Prison in Tehran on 3 May, the African Union said."
        status, out, err = run("show", self.write("a.txt", text), "--layer", "names", "--format", "jsonl")
        self.assertEqual(status, 0, err)
        names = {name["text"]: name["type"] for name in records(out)[0]["names"]}
        self.assertEqual(names, {"Iranian": "group", "Evin Prison": "facility", "Tehran": "place", "3 May": "date", "African Union": "organization"})

    def test_every_layer_is_shown_as_text_and_as_json(self):
        path = self.write("a.txt", "The Russian president met Chancellor Merkel in Minsk on 11 February 2015.\n")
        layers = ("text", "tokens", "tree", "names", "mentions", "chains", "actors", "events", "time", "places")
        status, out, err = run("show", path, *(word for layer in layers for word in ("--layer", layer)), "--format", "jsonl")
        self.assertEqual(status, 0, err)
        shown = records(out)[0]
        for layer in layers:
            self.assertTrue(shown[layer], layer)
            status, out, err = run("show", path, "--layer", layer) if layer in ("names", "mentions", "chains") else (0, shown[layer].encode(), "")
            self.assertEqual(status, 0, err)
            self.assertTrue(out.strip(), layer)
        self.assertEqual(run("show", path, "--layer", "nonsense")[0], 2)

    def test_a_given_tree_file_keeps_its_tokens_and_loses_its_annotation(self):
        rows = [("1", "Police", "X"), ("2-3", "didn't", "_"), ("2", "did", "X"), ("3", "n't", "X"), ("4", "leave", "X")]
        full = "# sent_id = s1\n# text = Police didn't leave\n" + "".join(
            "\t".join((number, form, "lemma", upos, "NN", "A=b", "0", "dep", "0:dep", "_") if "-" not in number else
                      (number, form) + ("_",) * 8) + "\n" for number, form, upos in rows) + "\n"
        blank = "\n".join("\t".join(line.split("\t")[:2] + ["_"] * 8) if "\t" in line else line
                          for line in full.split("\n"))
        outputs = [run("show", "--from", "conllu", "--layer", "tree", self.write(name, content))[1]
                   for name, content in (("full.conllu", full), ("blank.conllu", blank))]
        self.assertTrue(outputs[0])
        self.assertEqual(*outputs)
        self.assertIn(b"2-3\tdidn't", outputs[0])


class Actor(Files):
    def test_phrases_one_a_line(self):
        asked = "Kenyan police\t\nBarack Obama\t2012-05-01\nthe police\t\tProtests went on in Nairobi.\nAsha\tyesterday\n"
        status, out, err = run("actor", "--format", "jsonl", stdin=asked.encode())
        answers = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(status, 1)
        self.assertIn("line 4", err)
        self.assertEqual([[party["code"] for party in answer.get("actor", [])] for answer in answers],
                         [["KEN COP"], ["USA GOV"], ["KEN COP"], []])
        self.assertEqual(answers[1]["actor"][0]["entity"], "barack-obama")


class CompiledTables(Files):
    """An own data folder with a folder image/: made when missing, made anew after an edit, never trusted when broken."""

    def test_an_edit_counts_at_once_and_a_broken_image_does_no_harm(self):
        data = os.path.join(self.folder.name, "data")
        os.makedirs(f"{data}/image")
        for name in os.listdir(f"{ROOT}/data"):
            if name != "actors":
                os.symlink(f"{ROOT}/data/{name}", f"{data}/{name}")
        shutil.copytree(f"{ROOT}/data/actors", f"{data}/actors")
        images = [f"{data}/image/{name}.image" for name in ("actors", "places")]

        def read(path):
            with open(path, "rb") as file:
                return file.read()

        def ask():
            status, out, err = run("actor", "Asha Muli", "--on", "2025-01-15", "--data", data)
            self.assertEqual(status, 0, err)
            return out.decode()

        self.assertNotIn("KEN GOV", ask())
        made = [read(path) for path in images]
        with open(f"{data}/actors/offices_hand.tsv", "a", encoding="utf-8") as table:
            table.write("asha-muli\tAsha Muli\t\tMuli\tKEN\tGOV\tMinister\tforeign\t2024-09-01\t\t2026-03-01\t2\town\n")
        self.assertIn("KEN GOV", ask())
        anew = [read(path) for path in images]
        self.assertNotEqual(anew[0], made[0])
        self.assertEqual(anew[1], made[1])
        for broken in (b"", anew[0][:5000], anew[0][:5000] + b"x" + anew[0][5001:], made[0], anew[1]):
            with open(images[0], "wb") as file:
                file.write(broken)
            self.assertIn("KEN GOV", ask())
            self.assertEqual(read(images[0]), anew[0])


class Explain(Files):
    def test_explain_names_rule_and_words(self):
        status, out, err = run("explain", self.write("a.txt", Code.GOOD))
        self.assertEqual(status, 0, err)
        self.assertIn("coerce/", out.decode())


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    SANITIZED = b"__asan_init" in subprocess.run(["nm", "-D", PROGRAM], capture_output=True).stdout
    unittest.main()
