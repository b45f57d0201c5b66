"""Pin every package the project needs, direct or not, in the two places that installers read.

    uv run --no-project .ci/pin.py              after a change of the dependencies in pyproject.toml
    uv run --no-project .ci/pin.py --upgrade    to move every pin as far as pyproject.toml allows
    uv run --no-project .ci/pin.py --check      change nothing, fail where a pin is stale

pip (conda, Mamba, Binder) reads .ci/constraints.txt; uv reads `constraint-dependencies` in
pyproject.toml. Neither records where a package was downloaded, as uv.lock does.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "pyproject.toml"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
BLOCK = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)
# `fewest`: one version for all Python versions and systems where there is one, so that numbers agree
COMPILE = (
    "uv pip compile pyproject.toml --group dev --universal --fork-strategy fewest --quiet "
    "--python-version 3.11 --no-header --no-annotate --no-emit-index-url --output-file pins.txt"
).split()


def block(pins: list[str]) -> str:
    """The pins as the table entry that uv reads."""
    lines = "".join(f'  "{pin}",\n' for pin in pins)
    return f"constraint-dependencies = [\n{lines}]\n"


def resolve(upgrade: bool) -> list[str]:
    """One `name==version ; marker` a package. Today's pins are kept unless they must or may move."""
    with tempfile.TemporaryDirectory() as folder:
        # today's pins are a preference here, so they must not bind as constraints too
        project = BLOCK.sub("", PROJECT.read_text(encoding="utf-8"))
        Path(folder, "pyproject.toml").write_text(project, encoding="utf-8")
        if CONSTRAINTS.exists() and not upgrade:
            shutil.copy(CONSTRAINTS, Path(folder, "pins.txt"))
        subprocess.run(COMPILE, cwd=folder, check=True)
        return Path(folder, "pins.txt").read_text(encoding="utf-8").splitlines()


def main() -> int:
    options = set(sys.argv[1:])
    if options - {"--upgrade", "--check"} or shutil.which("uv") is None:
        print("usage: uv run --no-project .ci/pin.py [--upgrade | --check]", file=sys.stderr)
        return 2
    try:
        pins = resolve("--upgrade" in options)
    except subprocess.CalledProcessError:
        return 1  # uv has said why
    old = PROJECT.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda _: block(pins), old)
    lines = "".join(f"{pin}\n" for pin in pins)
    stale = new != old or not CONSTRAINTS.exists() or CONSTRAINTS.read_text("utf-8") != lines
    if "--check" in options:
        if stale:
            print("pins are stale: run `uv run --no-project .ci/pin.py`", file=sys.stderr)
        return int(stale)
    PROJECT.write_text(new, encoding="utf-8", newline="\n")
    CONSTRAINTS.write_text(lines, encoding="utf-8", newline="\n")
    print(f"{len(pins)} packages pinned")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
