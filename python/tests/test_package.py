"""The package: the command, the version, memory, licences."""
import importlib.metadata
import os
import pathlib
import re
import subprocess
import sys

import kronika
from conftest import ROOT


def test_the_command(tmp_path):
    command = pathlib.Path(sys.executable).parent / "kronika"
    done = subprocess.run([command, "code", "-", "--format", "jsonl", "--model", "fast"], input=b"Iran attacked Israel.",
                          capture_output=True, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"})
    assert done.returncode == 0, done.stderr
    assert kronika.Record(done.stdout.strip()).event == "ASSAULT"
    assert subprocess.run([command, "nonsense"], capture_output=True).returncode == 2


def test_it_is_typed_and_installed_elsewhere():
    package = pathlib.Path(kronika.__file__).parent
    assert (package / "py.typed").exists() and ROOT / "python" not in package.parents
    assert not (package / "share" / "kronika" / "corpus").exists()
    assert f"VERSION {kronika.__version__} " in (ROOT / "CMakeLists.txt").read_text()


def test_memory_does_not_grow(coder):
    """A smoke test; bench/python measures at 50,000 and 200,000 articles."""
    def documents(count):
        for number in range(count):
            yield {"id": str(number), "text": f"Iran attacked Israel {number} times, France said. " * 20}

    def resident():
        with open("/proc/self/statm", encoding="ascii") as numbers:
            return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    # The allocator keeps some memory for each thread: it has what it needs after a while.
    for _ in range(2):
        for _ in coder.code_many(documents(250)):
            pass
    before = resident()
    for _ in coder.code_many(documents(800)):
        pass
    assert resident() - before < 20 << 20


def test_licences_of_all_that_it_holds():
    """Its own, those of its data, and for each library that the wheel brings along the one that Debian has for it."""
    package = pathlib.Path(kronika.__file__).parent
    texts = package / "share" / "doc" / "kronika"
    assert "TERMS AND CONDITIONS" in (texts / "LICENSE").read_text() and "CC BY-SA 4.0" in (texts / "NOTICE").read_text()
    assert (texts / "NOTICE").read_text() == (ROOT / "NOTICE").read_text()
    metadata = importlib.metadata.distribution("kronika")
    assert metadata.metadata["License-Expression"] == "Apache-2.0" and set(metadata.metadata.get_all("License-File")) == {"LICENSE", "NOTICE"}
    for name, words in (("nanobind", "Wenzel Jakob"), ("source-sans-3", "SIL OPEN FONT LICENSE"), ("libcli11-dev", "Henry Schreiner"),
                        ("libboost1.81-dev", "Boost Software License")):
        assert words in (texts / f"copyright-{name}").read_text(encoding="utf-8"), name
    libraries = [path.name for path in (package.parent / "kronika.libs").iterdir()]
    assert len(libraries) > 5
    for library in libraries:
        original = re.sub(r"-[0-9a-f]{8}(?=\.)", "", library, count=1)  # auditwheel puts a hash before the first dot
        owner = subprocess.run(["dpkg-query", "-S", f"*/{original}"], capture_output=True, text=True, check=True).stdout
        owner = re.split("[:,]", owner)[0]
        assert (texts / f"copyright-{owner}").stat().st_size > 100, library
    named = {name for path in texts.glob("copyright-*")
             for name in re.findall(r"/usr/share/common-licenses/((?:L?GPL|GFDL|Apache)-[0-9.]*[0-9])", path.read_text(encoding="utf-8", errors="replace"))}
    assert named and all((texts / name).exists() for name in named)  # Debian's files name the long ones by their place there
