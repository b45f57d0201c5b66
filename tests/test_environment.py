"""What an installer reads: declared once, pinned for all, the same in README, CI and Binder."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(TEXT)
NAME, VERSION = PROJECT["project"]["name"], PROJECT["project"]["version"]
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DIRECT = RUNTIME + [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
START = "python -m pip install uv && uv run jupyter lab notebooks/00_start_here.ipynb"
TEST = "python -m pip install uv && uv run pytest"
UV = os.environ.get("UV", "uv")  # `uv run` says where it is


def pins() -> dict[str, str]:
    """Version of each package, from the file that pip reads."""
    lines = map(Requirement, CONSTRAINTS.read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in lines}


def reached(wanted: list[Requirement]) -> dict[str, str]:
    """Installed version of each package that the wanted ones lead to, on this machine."""
    found, todo = {}, [(requirement, ("",)) for requirement in wanted]
    seen = set()
    while todo:
        requirement, extras = todo.pop()
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = canonicalize_name(requirement.name)
        key = (name, tuple(sorted(requirement.extras)))
        if key in seen:
            continue
        seen.add(key)
        distribution = metadata.distribution(name)
        found[name] = distribution.version
        asked = ("", *requirement.extras)
        todo += [(Requirement(line), asked) for line in distribution.requires or []]
    return found


# --- declared once ---


def test_environment_yml_adds_nothing_to_pyproject():
    python, *rest = CONDA["dependencies"]
    version = re.fullmatch(r"python=(3\.\d+)", python)[1]  # unpinned, Binder takes 3.10
    specifier = Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert specifier.contains(version)
    assert rest == ["pip", {"pip": ["-c .ci/constraints.txt", "-e ."]}]
    assert CONDA["name"] == NAME


@pytest.mark.parametrize("direct", DIRECT, ids=lambda direct: direct.name)
def test_a_direct_dependency_is_held_to_a_minor_version_with_a_reason(direct):
    assert re.fullmatch(r"~=\d+\.\d+\.\d+|==\d+\.\d+\.\*", str(direct.specifier))
    assert len(re.findall(rf'^  "{re.escape(direct.name)}[~=].*",\s+# \w.+$', TEXT, re.M)) == 1


def imported(file: Path) -> set[str]:
    """Top-level modules that a file imports from outside the project and the standard library."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"helpers", "tests"}


@pytest.mark.parametrize(("folder", "allowed"), [("helpers", RUNTIME), ("tests", DIRECT)])
def test_what_is_imported_is_declared(folder, allowed):
    modules = set().union(*map(imported, (ROOT / folder).rglob("*.py")))
    owners = metadata.packages_distributions()
    declared = {canonicalize_name(requirement.name) for requirement in allowed}
    assert modules
    assert not {m for m in modules if not declared & set(map(canonicalize_name, owners[m]))}


# --- pinned for all ---


def test_uv_and_pip_read_the_same_pins():
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    assert PROJECT["tool"]["uv"]["constraint-dependencies"] == lines


def test_the_pins_follow_the_declarations():
    for direct in DIRECT:
        pinned = pins().get(canonicalize_name(direct.name), "nothing")
        assert direct.specifier.contains(pinned), f"{direct} but {pinned} is pinned: run .ci/pin.py"


def test_every_installed_package_is_the_pinned_one():
    pinned = pins()
    assert reached(DIRECT) == {name: pinned.get(name) for name in reached(DIRECT)}


def test_no_tracked_file_names_a_registry():
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: git does not list the files")
    hosts = ["pypi" + ".org", "python" + "hosted", "anaconda" + ".org", "npmjs" + ".org"]
    pattern = "|".join(re.escape(host) for host in hosts)
    found = subprocess.run(
        ["git", "grep", "-I", "-l", "-i", "-E", pattern], cwd=ROOT, capture_output=True, text=True
    )
    assert found.stdout == ""
    assert not subprocess.check_output(["git", "ls-files", "uv.lock", "pylock*"], cwd=ROOT)


# --- what Binder and conda would install ---


@pytest.mark.binder
@pytest.mark.skipif(sys.platform == "win32", reason="repo2docker does not run on Windows")
def test_binder_gets_a_dockerfile_with_our_environment():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "python=3.11" in run.stdout + run.stderr
    copied = run.stdout.index("COPY --chown=0:0 src/")  # `-e .` needs the project there already
    assert copied < run.stdout.index('--file "environment.yml"')


@pytest.mark.binder
@pytest.mark.skipif(not os.environ.get("CI"), reason="downloads every package with pip: CI does")
def test_pip_installs_the_pinned_packages(tmp_path):
    folder = tmp_path / "venv"
    subprocess.run([UV, "venv", "--seed", "-p", sys.executable, folder], check=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    arguments = " ".join(CONDA["dependencies"][-1]["pip"]).split()
    command = [python, "-m", "pip", "install", "--quiet", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, timeout=900)
    check = "import helpers.tables; print(helpers.tables.DATA)"
    data = subprocess.check_output([python, "-c", check], cwd=ROOT / "notebooks", text=True)
    assert Path(data.strip()) == ROOT / "data"


# --- what a reader copies ---


def test_readme_has_the_two_commands_and_ci_runs_the_second():
    blocks = re.findall(r"```sh\n(.*?)\n```", README, re.S)
    assert blocks[:2] == [START, TEST]
    assert f'bash -c "{TEST}"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_and_citation_name_one_repository_and_one_version():
    repository = CITATION["repository-code"]
    owner = re.fullmatch(rf"https://github\.com/([\w-]+)/{NAME}", repository)[1]
    badge = re.findall(r"mybinder\.org/v2/gh/([^/]+)/([^/]+)/([^?]+)\?urlpath=lab/tree/", README)
    assert badge == [(owner, NAME, f"v{VERSION}")]
    assert CITATION["version"] == VERSION
    assert ("OWNER" in README) == (owner == "OWNER")


def test_citation_is_a_valid_cff():
    required = {"cff-version", "message", "title", "authors"}
    known = required | {"type", "version", "license", "repository-code", "keywords"}
    assert required <= set(CITATION) <= known
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] == "software"
    assert all(author["name"] for author in CITATION["authors"])
    assert " AND ".join(CITATION["license"]) == PROJECT["project"]["license"]


def test_every_file_that_readme_links_to_exists():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["table.csv", "lesson.ipynb", "words.md"])
def test_a_checkout_on_windows_keeps_the_line_ends(name, tmp_path):
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "core.autocrlf=true", *words], cwd=tmp_path, check=True)

    (tmp_path / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    (tmp_path / name).write_bytes(b"one\ntwo\n")
    git("init", "-q")
    git("add", ".")
    (tmp_path / name).unlink()
    git("checkout", "-q", "--", name)
    assert (tmp_path / name).read_bytes() == b"one\ntwo\n"
