"""The example notebook, run from start to end; the pictures."""
import datetime

import matplotlib
import nbclient
import nbformat
import pytest

import kronika
from conftest import ROOT
from kronika import plot

matplotlib.use("Agg")


def test_the_example_runs(tmp_path):
    notebook = nbformat.read(ROOT / "docs" / "example.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "keep the notebook without outputs"
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3",
                            resources={"metadata": {"path": str(ROOT / "docs")}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("image/png") == 4 and kinds.count("text/html") >= 4
    printed = "".join(output["text"] for output in outputs if output["output_type"] == "stream" and output["name"] == "stdout")
    assert "event " in printed and not [output for output in outputs if output.get("name") == "stderr"]


@pytest.fixture(scope="module")
def records(coder):
    documents = [{"text": "Iran attacked Israel near Haifa. France thanked Germany.", "published": f"2021-0{month}-10"}
                 for month in (1, 1, 4)]
    documents.append({"text": "Spain did not attack Italy."})
    return kronika.Records(coder.code_many(documents))


def test_timeline(records):
    axes = plot.timeline(records)
    heights = [[bar.get_height() for bar in bars] for bars in axes.containers]
    assert len(heights) == 4 and heights[3] == [2, 0, 0, 1]  # months without records are zeros
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2021-01", "2021-02", "2021-03", "2021-04"]


def test_dyads(records):
    axes = plot.dyads(records, top=1)
    (line,) = axes.get_lines()
    assert line.get_label() in ("IRN → ISR", "FRA → DEU") and list(line.get_ydata()) == [2, 0, 0, 1]
    assert line.get_xdata()[0] == datetime.date(2021, 1, 1)
    assert len(plot.dyads(records, by="week", top=9).get_lines()) == 2


def test_network_and_map(records):
    axes = plot.network(records)
    assert {text.get_text() for text in axes.texts} == {"IRN", "ISR", "FRA", "DEU"}  # what did not happen is no tie
    axes = plot.map(records)
    assert [text.get_text() for text in axes.texts] == ["Haifa"]


def test_nothing_to_draw():
    for draw in (plot.timeline, plot.dyads, plot.network, plot.map):
        axes = draw(kronika.Records())
        assert draw(kronika.Records(), ax=axes) is axes
    with pytest.raises(ValueError, match="by is"):
        plot.timeline(kronika.Records(), by="hour")
