"""Where the models, the codebook and the knowledge base lie."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).parent


def data_folder(given: str | os.PathLike[str] | None) -> str:
    """`given`, else the variable KRONIKA_DATA, else what came with the package. FileNotFoundError where there is none."""
    for name, folder in (("data", given), ("KRONIKA_DATA", os.environ.get("KRONIKA_DATA") or None)):
        if folder is not None:
            if (Path(folder) / "codebook").exists() and (Path(folder) / "models").exists():
                return os.fspath(folder)
            raise FileNotFoundError(f"{name} names {os.fspath(folder)}, which holds no codebook/ and models/; "
                                    "give the folder that does")
    folder = PACKAGE / "share" / "kronika"
    if not (folder / "models").exists():
        raise FileNotFoundError(f"no data in {folder}; give the folder of models/ and codebook/ as data or in KRONIKA_DATA")
    return os.fspath(folder)
