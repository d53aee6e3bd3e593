"""Criterion: a stored result is used exactly when the same code stored it for the same task, unaltered."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from verifier.batch import results
from verifier.batch.results import ResultStore, key_of
from verifier.store import UnwritableOutput

NAME, TASK, RESULT = "module.function", {"boxes": [[0.1, 0.2]]}, [["delayed onset", [3, 7]]]


@pytest.fixture
def store(tmp_path):
    """A store with one result."""
    found = ResultStore(tmp_path / "cells")
    found.put(NAME, TASK, RESULT)
    return found


def file_of(store):
    """The one file in it."""
    (path,) = store.directory.iterdir()
    return path


def test_what_was_stored(store):
    """A stored result comes back as it was, and only for its task and function."""
    assert store.get(NAME, TASK) == RESULT
    assert store.get(NAME, {"boxes": [[0.1, 0.3]]}) is None
    assert store.get("module.another", TASK) is None
    assert (store.used, store.damaged) == (1, 0)


@pytest.mark.parametrize(
    ("old", "new"), [("delayed onset", "never rises"), ("[3, 7]", "[2, 7]"), ("7", "8"), ("onset", "0nset")]
)
def test_altered(store, old, new):
    """A flipped verdict or an altered window is noticed, and counted."""
    path = file_of(store)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))

    assert store.get(NAME, TASK) is None
    assert (store.used, store.damaged) == (0, 1)


@pytest.mark.parametrize(
    "text", ["", "{", "null", "[]", '{"task": 1}', '{"result": 3, "digest": ""}', "[" * 10**5, "\x00\xff"]
)
def test_damaged(store, text):
    """A file that is no result at all counts as damaged."""
    file_of(store).write_text(text, encoding="latin-1")

    assert store.get(NAME, TASK) is None
    assert store.damaged == 1


@pytest.mark.parametrize("kind", ["pipe", "link", "directory"])
def test_no_file(store, tmp_path, kind):
    """A pipe does not block, a link is not followed."""
    path = file_of(store)
    path.replace(tmp_path / "elsewhere")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(tmp_path / "elsewhere")
    else:
        path.mkdir()

    assert store.get(NAME, TASK) is None
    assert store.damaged == 1


def test_of_another_task(store, tmp_path):
    """A result that was moved to the name of another task is not believed."""
    other = {"boxes": [[0.3, 0.4]]}
    file_of(store).replace(store.directory / f"{key_of(NAME, other)}.json")

    assert store.get(NAME, other) is None
    assert store.damaged == 1


@pytest.mark.parametrize("change", ["code", "library"])
def test_other_code(store, monkeypatch, change):
    """What other code or another library computed is not found."""
    if change == "code":
        monkeypatch.setattr(results, "code_hash", lambda: "other")
    else:
        other = {**results.machine(), "numpy": "0"}
        monkeypatch.setattr(results, "machine", lambda: other)

    assert store.get(NAME, TASK) is None
    assert (store.used, store.damaged) == (0, 0)


@pytest.mark.parametrize("path", ["verifier/batch/engine.py", "derivations/square/frozen_leap.py"])
def test_code_hash(tmp_path, monkeypatch, path):
    """One letter in one source file makes another hash; so does a new name."""
    for name in ("verifier/batch/engine.py", "derivations/square/frozen_leap.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    monkeypatch.setattr(results, "ROOT", tmp_path)
    fresh = results.code_hash.__wrapped__
    before = fresh()
    (tmp_path / path).write_text("x = 2\n")
    altered = fresh()
    (tmp_path / path).write_text("x = 1\n")
    (tmp_path / path).rename((tmp_path / path).with_name("z.py"))

    assert len({before, altered, fresh()}) == 3


def test_code_hash_sees_everything():
    """The files that are hashed are there: the map, the engine, and what they are compiled from."""
    found = {path.relative_to(results.ROOT).as_posix() for path in results.ROOT.glob("verifier/**/*.py")}

    assert {"verifier/studies/diagram/engine.py", "verifier/arithmetic/compile.py"} <= found
    assert (results.ROOT / "derivations/square/gradients.py").exists()


def test_clear(store):
    """Nothing of ours is left of a store that is cleared, of whatever code; again does no harm."""
    (store.directory / ("0" * 64 + ".json")).write_text("of other code")
    (store.directory / ("0" * 64 + ".17.tmp")).write_text("half")
    store.clear()
    store.clear()

    assert not store.directory.exists()


@pytest.mark.parametrize("name", ["thesis.tex", "notes.json", "0" * 63 + ".json", ".hidden"])
def test_clear_leaves_what_is_not_ours(store, name):
    """A file of another name stays, with its directory; so does a link of a name like ours."""
    (store.directory / name).write_text("mine")
    (store.directory / ("1" * 64 + ".json")).symlink_to(store.directory / name)
    store.clear()

    assert sorted(path.name for path in store.directory.iterdir()) == sorted([name, "1" * 64 + ".json"])


@pytest.mark.parametrize("kind", ["link", "file"])
def test_place_that_is_not_ours(tmp_path, kind):
    """A link to a directory, or a file, is refused, and nothing happens to it."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / ("0" * 64 + ".json")).write_text("mine")
    place = tmp_path / "cells"
    if kind == "link":
        place.symlink_to(mine)
    else:
        place.write_text("mine")
    with pytest.raises(UnwritableOutput, match="cells': it is a link, or no directory"):
        ResultStore(place)

    assert len(list(mine.iterdir())) == 1


def test_full_disk(tmp_path, monkeypatch):
    """A result that cannot be written is said, and no half of it stays."""

    def full(path, text, **options):
        Path(path).touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    store = ResultStore(tmp_path / "cells")
    with pytest.raises(UnwritableOutput, match="No space left on device"):
        store.put(NAME, TASK, RESULT)

    assert not list(store.directory.iterdir())


def test_readable(store):
    """A stored file shows the task beside the result."""
    assert json.loads(file_of(store).read_text())["task"] == TASK
