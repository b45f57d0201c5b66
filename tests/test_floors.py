"""Reads the imports in helpers/ and fails on an arrow that runs up the floors.

tables, statistics, theme -> model -> view -> figures -> explorer -> explorers -> course. A route's
model may be several files: what has neither figures nor explorers in its name stands there.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ["ground", "model", "view", "figures", "explorer", "explorers", "course"]
SHARED = {  # what belongs to no route: modules, and packages that stand on one floor
    "tables": "ground",
    "table_checks": "ground",
    "statistics": "ground",
    "studies": "ground",
    "theme": "ground",
    "margins": "ground",
    "view": "view",
    "controls": "explorer",
    "live": "explorer",
    "script": "explorer",
    "explorer": "explorer",
    "lesson": "explorer",
    "quiz": "explorer",
    "start": "course",
    "publish": "course",
}
ROUTES = {"intrahepatic", "blood", "lymph", "seeding"}
OVER_ROUTES = {"atlas", "case"}  # these may import routes
WIDGETS = {"ipywidgets", "IPython", "anywidget", "traitlets"}
NOT_ON = {
    "ground": WIDGETS | {"plotly", "matplotlib"},
    "model": WIDGETS | {"plotly", "matplotlib"},
    "view": WIDGETS,
    "figures": WIDGETS,
}


def floor(module: str) -> str | None:
    """The floor of helpers.x or helpers.route.x; None for a name that has none."""
    _, place, *rest = module.split(".")
    if place in SHARED or not rest:
        return SHARED.get(place)
    if place == "body_map":
        return "explorer" if rest[0].startswith("widget") else "view"
    if place not in ROUTES | OVER_ROUTES:
        return None
    return next((name for name in ("explorers", "figures") if name in rest[0]), "model")


def modules(root: Path) -> dict[str, Path]:
    paths = [path for path in (root / "helpers").rglob("*.py") if path.name != "__init__.py"]
    return {".".join(path.relative_to(root).with_suffix("").parts): path for path in sorted(paths)}


def imports(module: str, path: Path, known: dict[str, Path]) -> Iterator[tuple[int, str]]:
    """(line, module) for each import, wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in known else base


def wrong(module: str, imported: str) -> str:
    """Why one may not import the other, or an empty text."""
    here, there = floor(module), floor(imported) if imported.startswith("helpers.") else None
    if imported.split(".")[0] in NOT_ON.get(here, ()):
        return f"{imported.split('.')[0]} may not be loaded on the floor of {here}"
    if there is None:
        return ""
    if FLOORS.index(there) > FLOORS.index(here):
        return f"{imported} ({there}) stands above {here}"
    rooms = module.split(".")[1], imported.split(".")[1]
    apart = rooms[0] != rooms[1] and rooms[1] in ROUTES | OVER_ROUTES
    allowed = here == "course" or (rooms[0] in OVER_ROUTES and rooms[1] in ROUTES)
    return f"{rooms[0]} may not import {rooms[1]}" if apart and not allowed else ""


def complaints(root: Path) -> list[str]:
    known, found = modules(root), []
    for module, path in known.items():
        file = path.relative_to(root).as_posix()
        if floor(module) is None:
            found.append(f"{file}: say in tests/test_floors.py on which floor it stands")
            continue
        for line, imported in imports(module, path, known):
            problem = wrong(module, imported)
            found += [f"{file}, line {line}: {problem}"] * bool(problem)
    return found


def test_no_arrow_runs_up():
    assert complaints(ROOT) == []


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("blood/model.py", "import plotly.express as px", "plotly may not be loaded on the floor"),
        (
            "blood/flow.py",
            "from ipywidgets import Box",
            "ipywidgets may not be loaded on the floor",
        ),
        ("tables.py", "import IPython", "IPython may not be loaded on the floor of ground"),
        ("lymph/figures.py", "import anywidget", "anywidget may not be loaded on the floor"),
        ("blood/model.py", "from helpers.blood import figures", "helpers.blood.figures (figures)"),
        ("blood/model.py", "import helpers.blood.figures", "helpers.blood.figures (figures)"),
        ("blood/model.py", "from . import figures", "helpers.blood.figures (figures) stands above"),
        ("blood/model.py", "from .figures import draw", "helpers.blood.figures (figures) stands"),
        ("blood/model.py", "from ..view import View", "helpers.view (view) stands above model"),
        (
            "blood/figures.py",
            "from helpers.explorer import Explorer",
            "helpers.explorer (explorer)",
        ),
        ("tables.py", "from helpers.blood.model import flow", "helpers.blood.model (model) stands"),
        ("explorer.py", "from helpers.blood import explorers", "helpers.blood.explorers"),
        ("lymph/model.py", "from helpers.blood import model", "lymph may not import blood"),
        ("lymph/explorers.py", "from helpers.blood import figures", "lymph may not import blood"),
        ("lymph/model.py", "from helpers.atlas import model", "lymph may not import atlas"),
        ("case/model.py", "from helpers.atlas import model", "case may not import atlas"),
        ("view.py", "from helpers.blood import figures", "helpers.blood.figures (figures) stands"),
        ("explorer.py", "from helpers.blood import model", "explorer may not import blood"),
        ("quiz/form.py", "from helpers.blood import model", "quiz may not import blood"),
        ("blood/rate_figures.py", "import ipywidgets", "ipywidgets may not be loaded on the floor"),
        ("blood/model.py", "def f():\n    import plotly", "plotly may not be loaded"),
        ("extra.py", "", "say in tests/test_floors.py on which floor it stands"),
        ("heart/model.py", "", "say in tests/test_floors.py on which floor it stands"),
    ],
)
def test_a_planted_import_is_found(tmp_path, file, text, complaint):
    for name in ("tables", "view", "explorer", "blood/model", "blood/figures", "blood/explorers"):
        plant(tmp_path, f"{name}.py", "")
    plant(tmp_path, "atlas/model.py", "")
    plant(tmp_path, file, text)
    line = "" if not text else f", line {text.count(chr(10)) + 1}"
    (found,) = complaints(tmp_path)
    assert found.startswith(f"helpers/{file}{line}: ")
    assert complaint in found


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("blood/model.py", "import numpy as np\nfrom helpers import tables\nimport statistics"),
        ("blood/figures.py", "import plotly\nfrom helpers.view import View\nfrom . import model"),
        ("blood/explorers.py", "from helpers.explorer import Explorer\nfrom . import figures"),
        ("atlas/model.py", "from helpers.blood import model"),
        ("body_map/widget.py", "import anywidget\nfrom helpers.body_map.drawing import svg"),
        ("start.py", "from helpers.blood import explorers"),
    ],
)
def test_a_good_import_is_left_alone(tmp_path, file, text):
    for name in ("tables", "view", "explorer", "blood/model", "blood/figures", "body_map/drawing"):
        plant(tmp_path, f"{name}.py", "")
    plant(tmp_path, file, text)
    assert complaints(tmp_path) == []


def test_a_model_loads_no_figure_and_no_widget_even_through_others():
    """What the imports do not show: a library that loads another behind our back."""
    low = [name for name in modules(ROOT) if floor(name) in ("ground", "model")]
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {low}];"
        f"print(sorted({NOT_ON['model'] - {'matplotlib'}} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_packages_hold_nothing_but_their_docstring():
    """An import of one floor must not run another's code on the way."""
    for path in (ROOT / "helpers").rglob("__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert len(body) == 1, path
        assert ast.get_docstring(ast.Module(body, [])), path


def plant(root: Path, file: str, text: str) -> None:
    path = root / "helpers" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
