"""Builds a wheel of Sitrep with compiled extractors; plain Python stays the reference.

    python -m tools.compile FOLDER     puts the wheel there; takes a C compiler and a minute or two
    python -m tools.compile --check    says, in seconds and without a C compiler, what does not compile
    python -m tools.compile --able     says what is missing here for a build

The same sources, compiled by mypyc from their annotations, give the same briefs, half again as many a second
(docs/briefs.md, "What it costs"). All is done in a copy: a library left beside the sources would go on being
run after they have changed.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import shutil
import sys
import sysconfig
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
PACKED = ("pyproject.toml", "README.md", "LICENSE", "bot", "storage")
# What the time of a brief is spent in. The records stay as they are: of a compiled class msgspec does not
# learn what its fields hold.
COMPILED = (
    "bot/briefs/**/*.py",
    "bot/units.py",
    "storage/gazetteer.py",
    "storage/gazetteer_file.py",
    "storage/toponyms.py",
)
FUTURE = "from __future__ import annotations"


def main() -> None:
    parser = argparse.ArgumentParser(description="Build a wheel with compiled extractors.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", type=Path, nargs="?", help="where to put the wheel")
    what.add_argument("--check", action="store_true", help="only say what does not compile")
    what.add_argument("--able", action="store_true", help="only say what is missing here for a build")
    chosen = parser.parse_args()
    lacking = None if chosen.check else missing()
    if chosen.able or lacking:
        sys.exit(lacking and f"Compiled extractors cannot be built here: {lacking}.")
    folder = chosen.folder and chosen.folder.resolve()
    with _copy_of_the_sources() as modules:
        if chosen.check:
            sys.exit(complaints(modules))
        _build(modules, folder)


def missing() -> str | None:
    """What a C compiler would lack here; None where all is at hand."""
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cl").split()[0]
    if not shutil.which(compiler):
        return f"there is no C compiler ({compiler}; on Debian: apt install gcc libc6-dev)"
    headers = Path(sysconfig.get_path("include"), "Python.h")
    if not headers.exists():
        return f"Python's headers are missing ({headers}; on Debian: apt install python3-dev)"
    return None


@contextmanager
def _copy_of_the_sources() -> Iterator[list[Path]]:
    """The modules to be compiled, with their constants marked, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sitrep-") as copy:
        for name in PACKED:
            source, target = PROJECT / name, Path(copy) / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        with chdir(copy):  # both compilers take the folder they run in for the project
            modules = compiled_modules(Path())
            for module in modules:
                module.write_text(with_constants(module.read_text("utf-8")), "utf-8")
            yield modules


def compiled_modules(project: Path) -> list[Path]:
    """The sources that are compiled."""
    return sorted({path for pattern in COMPILED for path in project.glob(pattern)})


def complaints(modules: list[Path]) -> str | None:
    """What keeps the modules from being compiled, or would make them work otherwise; None if nothing does.

    All of mypyc runs but for the C compiler. Its warnings count: the one there is says that something lazy
    would be worked out at once.
    """
    import setuptools  # noqa: PLC0415, F401  before mypyc, which else asks for distutils, gone from 3.12
    from mypyc.build import mypyc_build  # noqa: PLC0415
    from mypyc.options import CompilerOptions  # noqa: PLC0415

    told = io.StringIO()
    with redirect_stdout(told), redirect_stderr(told), suppress(SystemExit):
        mypyc_build([str(module) for module in modules], CompilerOptions(target_dir="build", multi_file=True))
    lines = [line for line in told.getvalue().splitlines() if line]
    lines += [f"{module}:{line}" for module in modules for line in eager(module.read_text("utf-8"))]
    return "\n".join(lines) or None


def eager(source: str) -> Iterator[str]:
    """Where a module leans on `cached_property`, which compiled code works out at each access."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and any(name.name == "cached_property" for name in node.names):
            yield f"{node.lineno}: error: cached_property keeps nothing once compiled"


def _build(modules: list[Path], folder: Path) -> None:
    from setuptools import find_namespace_packages, setup  # noqa: PLC0415, I001  first, as above
    from mypyc.build import mypycify  # noqa: PLC0415

    warnings.filterwarnings("ignore", "setup.py install")  # which setuptools itself asks for to pack a wheel
    setup(
        packages=find_namespace_packages(include=["bot*", "storage*"]),
        package_data={"": ["*"]},
        ext_modules=mypycify(
            [str(module) for module in modules],
            group_name="sitrep",
            multi_file=True,  # as one file it takes the C compiler thrice as long, for 2 % more speed
            opt_level="1",  # more takes the C compiler longer and is no faster
            debug_level="0",
        ),
        cmdclass={"build_ext": _side_by_side()},
        script_args=["--quiet", "bdist_wheel", "--dist-dir", str(folder)],
    )


def _side_by_side() -> type:
    """setuptools' `build_ext`, which hands the C files of one library to all cores."""
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    class SideBySide(build_ext):
        def build_extensions(self) -> None:
            one_by_one = self.compiler.compile

            def compile_all(sources: list[str], **options: Any) -> list[str]:
                with ThreadPoolExecutor(os.cpu_count()) as pool:
                    made = pool.map(lambda source: one_by_one([source], **options), sources)
                    return [file for files in made for file in files]

            self.compiler.compile = compile_all
            super().build_extensions()

    return SideBySide


def with_constants(source: str) -> str:
    """A module whose constants, names in capitals that are bound once, are marked `Final`.

    The compiler reads those where they lie and looks all other names up: a twelfth of the time of a brief.
    No line moves, so that a traceback points into the source as it was written.
    """
    lines = source.split("\n")
    for constant in _constants(ast.parse(source)):
        at = constant.lineno - 1
        if isinstance(constant, ast.Assign):
            lines[at] = lines[at].replace(" = ", ": Final = ", 1)
        else:
            kind = ast.unparse(constant.annotation)
            lines[at] = lines[at].replace(f": {kind} =", f": Final[{kind}] =", 1)
    return "\n".join(lines).replace(FUTURE, f"{FUTURE}; from typing import Final", 1)


def _constants(module: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    names = [node for node in ast.walk(module) if isinstance(node, ast.Name)]
    times = Counter(name.id for name in names if isinstance(name.ctx, ast.Store))
    for node in module.body:
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        elif isinstance(node, ast.AnnAssign) and node.value and "Final" not in ast.unparse(node.annotation):
            target = node.target
        else:
            continue
        name = target.id if isinstance(target, ast.Name) else ""
        if name.isupper() and len(name) > 1 and times[name] == 1:
            yield node


if __name__ == "__main__":
    main()
