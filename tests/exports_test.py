#!/usr/bin/env python3
"""Reads the kept exports back, with public readers where they are installed. usage: exports_test.py FOLDER"""
import csv
import importlib
import io
import json
import os
import sys
import unittest
import xml.etree.ElementTree as xml

FOLDER = None


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


geopandas, networkx, pandas = module("geopandas"), module("networkx"), module("pandas")

# The column lists of the formats' own documentation.
ACTOR = ["Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
         "Type3Code"]
PLACE = ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"]
GDELT = (["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
         + [f"Actor{n}{name}" for n in (1, 2) for name in ACTOR]
         + ["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
            "NumArticles", "AvgTone"]
         + [f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in PLACE] + ["DATEADDED", "SOURCEURL"])
MENTIONS = ["GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
            "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
            "MentionDocTranslationInfo", "Extras"]


def text_of(name):
    with open(os.path.join(FOLDER, name + ".expected"), encoding="utf-8", newline="") as file:
        return file.read()


def path_of(name):
    return os.path.join(FOLDER, name + ".expected")


def rows_of(name, columns=None):
    reader = csv.reader(io.StringIO(text_of(name)), delimiter="\t", quoting=csv.QUOTE_NONE)
    rows = list(reader)
    columns = columns or rows.pop(0)
    for row in rows:
        assert len(row) == len(columns), (name, row)
    return columns, [dict(zip(columns, row)) for row in rows]


class OwnModules(unittest.TestCase):
    def test_columns_are_those_of_the_formats(self):
        self.assertEqual((len(GDELT), len(MENTIONS)), (61, 16))
        events, mentions = rows_of("gdelt", GDELT)[1], rows_of("gdelt-mentions", MENTIONS)[1]
        self.assertEqual([row["GLOBALEVENTID"] for row in events], [row["GLOBALEVENTID"] for row in mentions])
        self.assertEqual(len({row["GLOBALEVENTID"] for row in events}), len(events))
        self.assertEqual([row["EventRootCode"] for row in events], ["04", "04", "17", "11", "14"])
        self.assertEqual((len(rows_of("icews")[0]), len(rows_of("polecat")[0])), (20, 40))
        self.assertEqual(len(rows_of("polecat")[1]), 4)

    def test_json_and_xml_are_well_formed(self):
        lines = [json.loads(line) for line in text_of("plover-json").splitlines()]
        self.assertEqual([line["event"] for line in lines], [["CONSULT"], ["ASSAULT"], ["COERCE"], ["ACCUSE"], ["PROTEST"]])
        self.assertEqual(len(json.loads(text_of("geojson"))["features"]), 2)
        for name in ("graphml", "gexf", "kml"):
            xml.fromstring(text_of(name).encode())

    def test_every_dyad_has_every_period(self):
        for name in ("day", "week", "month", "quarter", "year"):
            rows = list(csv.DictReader(io.StringIO(text_of("dyads-" + name))))
            periods = {row["period"] for row in rows}
            dyads = {(row["actor"], row["recipient"]) for row in rows}
            self.assertEqual(len(rows), len(periods) * len(dyads), name)
            self.assertEqual(sum(int(row["records"]) for row in rows), 4, name)


class PublicReaders(unittest.TestCase):
    @unittest.skipUnless(pandas, "pandas is not installed")
    def test_pandas_reads_the_tables(self):
        events = pandas.read_csv(path_of("gdelt"), sep="\t", header=None, names=GDELT, dtype={"EventCode": str})
        self.assertEqual(events["GLOBALEVENTID"].dtype, "int64")
        self.assertEqual(events["EventCode"].tolist(), ["042", "042", "173", "113", "140"])
        self.assertEqual(events["ActionGeo_Lat"].iloc[0], 53.9)
        mentions = pandas.read_csv(path_of("gdelt-mentions"), sep="\t", header=None, names=MENTIONS)
        self.assertEqual(len(events.merge(mentions, on="GLOBALEVENTID")), 5)
        icews = pandas.read_csv(path_of("icews"), sep="\t", parse_dates=["Event Date"])
        self.assertEqual(icews["Event Date"].dt.year.tolist(), [2021] * 5)
        polecat = pandas.read_csv(path_of("polecat"), sep="\t")
        self.assertEqual(polecat["Recipient Country"].iloc[0], "FRA; DEU")
        dyads = pandas.read_csv(path_of("dyads-month"))
        self.assertEqual(dyads.groupby(["actor", "recipient"]).size().nunique(), 1)
        self.assertEqual(set(dyads[dyads["recipient"] == "DEU"]["recipient_gw"]), {260})
        self.assertEqual(len(pandas.read_json(path_of("plover-json"), lines=True)), 5)

    @unittest.skipUnless(networkx, "networkx is not installed")
    def test_networkx_reads_the_networks(self):
        for graph in (networkx.read_graphml(path_of("graphml")), networkx.read_gexf(path_of("gexf"))):
            self.assertTrue(graph.is_directed())
            self.assertEqual((len(graph), graph.number_of_edges()), (7, 4))
            edge = graph["sergei-lavrov"]["FRA GOV"]
            self.assertEqual((edge["weight"], edge["verbal_cooperation"], edge["score"]), (1, 1, 2.5))
            self.assertEqual(graph.nodes["sergei-lavrov"]["label"], "Sergei Lavrov")

    @unittest.skipUnless(geopandas, "geopandas is not installed")
    def test_geopandas_reads_the_maps(self):
        for name, driver in (("geojson", "GeoJSON"), ("kml", "KML")):
            frame = geopandas.read_file(path_of(name), driver=driver)
            self.assertEqual(len(frame), 2, name)
            self.assertEqual((round(frame.geometry.x[0], 5), frame.geometry.y[0]), (27.56667, 53.9), name)


if __name__ == "__main__":
    FOLDER = sys.argv.pop()
    unittest.main()
