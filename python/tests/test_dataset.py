"""Parquet data sets: bounded, and the same however often they are written."""
import json
import os

import pyarrow.dataset
import pytest

import kronika


def articles(coder, count=40):
    documents = [{"id": f"a{number}", "text": "Iran attacked Israel on Monday. France thanked Germany.",
                  "published": f"2021-06-{1 + number % 10:02d}"} for number in range(count)]
    return coder.code_many([*documents, {"id": "none", "text": "Poland thanked Canada."}, {"id": "broken"}])


def read(folder):
    rows = pyarrow.dataset.dataset(folder, partitioning="hive").to_table().to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def files(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names)


def test_days_are_replaced_as_a_whole(coder, tmp_path):
    made = kronika.write_dataset(articles(coder), tmp_path)
    rows = read(tmp_path)
    assert len(rows) == 81 and f"{tmp_path}/day=__HIVE_DEFAULT_PARTITION__" in made
    before = files(tmp_path)
    kronika.write_dataset(articles(coder), tmp_path)
    assert read(tmp_path) == rows and files(tmp_path) == before
    # A Monday, on which events of other articles lie.
    other = kronika.write_dataset([coder.code("Spain thanked Italy.", published="2021-06-07")], tmp_path)
    assert other == [f"{tmp_path}/day=2021-06-07"]
    assert len(read(tmp_path)) < 81
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


def test_parts_replace_what_they_wrote(coder, tmp_path):
    first, second = list(articles(coder, 20)), [coder.code("Spain thanked Italy.", published="2021-06-05", id="s")]
    kronika.write_dataset(first, tmp_path, by="published", part="one.warc")
    kronika.write_dataset(second, tmp_path, by="published", part="two")
    assert len(read(tmp_path)) == 42
    kronika.write_dataset(first, tmp_path, by="published", part="one.warc")
    assert len(read(tmp_path)) == 42
    kronika.write_dataset(first[:1], tmp_path, by="published", part="one.warc")  # the files of other days go
    assert len(read(tmp_path)) == 3
    assert json.loads((tmp_path / "_parts" / "two.json").read_text())["files"] == ["published=2021-06-05/two-0.parquet"]


def content(folder):
    return {name: (folder / name).read_bytes() for name in files(folder)}


@pytest.mark.parametrize("options", [{}, {"by": "published", "part": "one.warc"}])
def test_the_same_bytes_however_often(coder, cases, news, tmp_path, options):
    def write(folder, threads):
        kronika.write_dataset(coder.code_many(cases + news, threads=threads), tmp_path / folder, **options)
        return content(tmp_path / folder)

    once = write("a", 1)
    assert len(once) > 3 and sum(map(len, once.values())) > 10_000
    assert write("a", 1) == once  # over what is there
    assert write("b", 3) == once  # elsewhere, on other threads


def test_nothing_and_nonsense(coder, tmp_path):
    assert kronika.write_dataset([], tmp_path) == []
    with pytest.raises(ValueError, match="by is"):
        kronika.write_dataset([], tmp_path, by="month")
    for part in ("", "../x", "a/b", ".hidden"):
        with pytest.raises(ValueError, match="part is"):
            kronika.write_dataset([], tmp_path, part=part)

    def broken():
        yield coder.code("Spain thanked Italy.", published="2021-06-05")
        raise OSError("gone")

    for wrong in (None, 5, ["text"], "text", [None]):
        with pytest.raises(TypeError):
            kronika.write_dataset(wrong, tmp_path)
    with pytest.raises(OSError, match="gone"):
        kronika.write_dataset(broken(), tmp_path)
    assert files(tmp_path) == []
