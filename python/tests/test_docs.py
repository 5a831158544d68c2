"""The examples in docstrings and in the manual, run."""
import doctest
import importlib
import os
import pkgutil

import pytest

import kronika
from conftest import ROOT

OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
MODULES = [name for _, name, _ in pkgutil.iter_modules(kronika.__path__) if name not in ("_core", "_command")]


@pytest.mark.parametrize("name", ["", *MODULES])
def test_docstrings(name):
    module = importlib.import_module(f"kronika.{name}" if name else "kronika")
    assert doctest.testmod(module, optionflags=OPTIONS).failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    examples = [test for name in MODULES for test in finder.find(importlib.import_module(f"kronika.{name}")) if test.examples]
    assert len(examples) >= 7


def test_manual(tmp_path):
    os.chdir(tmp_path)
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, optionflags=OPTIONS)
    assert result.failed == 0 and result.attempted > 10
