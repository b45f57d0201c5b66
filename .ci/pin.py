"""Pin every package the project needs, direct or not, in the two places that installers read.

    uv run --no-project .ci/pin.py              after a change of the dependencies in pyproject.toml
    uv run --no-project .ci/pin.py --upgrade    to move every pin as far as pyproject.toml allows

pip (conda, Mamba, Binder) reads .ci/constraints.txt; uv reads `constraint-dependencies` in
pyproject.toml. Neither records where a package was downloaded, as uv.lock does.
"""

import os
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
# `fewest`: one version for every Python and system where there is one, so that numbers agree;
# without it Debian 12's Python 3.11.2 would also get packages that refuse it
COMPILE = """
pip compile pyproject.toml --group dev --universal --python-version 3.11 --fork-strategy fewest
--quiet --no-header --no-annotate --no-emit-index-url --output-file pins.txt
"""


def resolve(upgrade: bool) -> list[str]:
    """One `name==version ; marker` a package; today's pins stay unless they must or may move."""
    with tempfile.TemporaryDirectory() as folder:
        # today's pins are a preference here, so they must not bind as constraints too
        project = BLOCK.sub("", PROJECT.read_text(encoding="utf-8"))
        Path(folder, "pyproject.toml").write_text(project, encoding="utf-8")
        if CONSTRAINTS.exists() and not upgrade:
            shutil.copy(CONSTRAINTS, Path(folder, "pins.txt"))
        subprocess.run([os.environ.get("UV", "uv"), *COMPILE.split()], cwd=folder, check=True)
        return Path(folder, "pins.txt").read_text(encoding="utf-8").splitlines()


def main() -> int:
    if sys.argv[1:] not in ([], ["--upgrade"]):
        print("usage: uv run --no-project .ci/pin.py [--upgrade]", file=sys.stderr)
        return 2
    try:
        pins = resolve(upgrade=bool(sys.argv[1:]))
    except subprocess.CalledProcessError:
        return 1  # uv has said why
    entry = "".join(f'  "{pin}",\n' for pin in pins)
    project = BLOCK.sub(
        lambda _: f"constraint-dependencies = [\n{entry}]\n", PROJECT.read_text(encoding="utf-8")
    )
    PROJECT.write_text(project, encoding="utf-8", newline="\n")
    CONSTRAINTS.write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8", newline="\n")
    print(f"{len(pins)} packages pinned")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
