"""Benchmarks, side by side with what a user would pick instead: `python -m bench [NAME ...] [options]`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def names() -> list[str]:
    """The benchmarks here: modules with a `main` that takes arguments."""
    found = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    return [name for name in found if "def main(arguments" in (HERE / f"{name}.py").read_text("utf-8")]


def main() -> None:
    chosen = [word for word in sys.argv[1:] if word in names()]
    options = [word for word in sys.argv[1:] if word not in chosen]
    if not chosen and options:
        sys.exit(f"usage: python -m bench [{' | '.join(names())}] [options]")
    for name in chosen or names():
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main(options)


if __name__ == "__main__":
    main()
