"""The self-check says in words what is wrong and what to do."""

from importlib import metadata

from helpers import start, tables


def test_a_working_set_up_passes_and_has_read_the_data():
    check = start.self_check()
    assert check.passed
    assert check.lines[-1] == (True, "every data table is there and valid")
    assert str(check).startswith("Your set-up works.")


def test_a_missing_package_is_named_with_what_to_do(monkeypatch):
    found = metadata.version

    def version(name):
        if name == "plotly":
            raise metadata.PackageNotFoundError(name)
        return found(name)

    monkeypatch.setattr(start.metadata, "version", version)
    check = start.self_check()
    assert not check.passed
    assert f"✗ plotly is not installed: {start.REINSTALL}" in str(check)
    assert "data table" not in str(check)


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(start, "OLDEST_PYTHON", (99, 0))
    check = start.self_check()
    assert not check.passed
    assert "is too old: install Python 99.0 or newer" in str(check)


def test_a_broken_table_is_one_line(monkeypatch):
    def load(name):
        raise tables.TableError("data/sites.csv: the file is empty")

    monkeypatch.setattr(tables, "load", load)
    check = start.self_check()
    assert not check.passed
    assert check.lines[-1] == (False, "data/sites.csv: the file is empty")


def test_only_the_promised_part_of_a_version_is_shown():
    assert start.minor("7.1.0.post1") == "7.1"
