"""The command `kronika`: the program that came with the package."""

from __future__ import annotations

import os
import sys

from ._data import PACKAGE


def main() -> None:
    program = os.fspath(PACKAGE / "bin" / "kronika")
    os.execv(program, ["kronika", *sys.argv[1:]])
