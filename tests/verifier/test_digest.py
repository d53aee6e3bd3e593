"""The digest of a report says what the report says, and shows each change of it in the line it is about."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.verifier.hostile import nested
from tests.verifier.reports import KEPT, NO_DATA, claim, report, two_claims, whole
from verifier.canonical import compact
from verifier.cli import main
from verifier.digest import Digest, digest_of, read_digest
from verifier.reading import Malformed
from verifier.results.record import Unreadable
from verifier.results.report import Report


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two claims with their certificates, the report of them and its digest."""
    two_claims(tmp_path, monkeypatch)
    report(tmp_path)
    KEPT["both"](tmp_path)
    return tmp_path


def stored(folder: Path) -> Any:
    """The report that lies there."""
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def faults(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """What ``check`` finds wrong beside the certificates; its exit code is 3 just if there is something."""
    code = main(["check", str(folder), "--json"])
    found: dict[str, str] = json.loads(capsys.readouterr().out)["faults"]
    assert code == (3 if found else 0)
    return found


def lines(report: Any, folder: Path) -> list[str]:
    """The digest of a report, line by line."""
    return digest_of(Report.restored(report), folder).text.splitlines()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda whole: whole["claims"][0].update(argument="otherwise"), "\"a\""),
        (lambda whole: whole["claims"][1]["evidence"][0].update(summary="more"), "\"b\""),
        (lambda whole: whole["claims"][1]["evidence"][0]["data"].update(steps=2), "2 steps"),
        (lambda whole: whole["tables"]["t"].update(n=2), "\"t\""),
    ],
)
def test_a_change_is_one_line(folder: Path, change: Callable[[Any], None], named: str) -> None:
    """A change of one claim or table is one line, which names it."""
    whole = stored(folder)
    before = lines(whole, folder)
    change(whole)
    after = lines(whole, folder)
    (changed,) = [new for old, new in zip(before, after, strict=True) if old != new]
    assert named in changed


def test_what_a_line_says(folder: Path) -> None:
    """The four answers, the status and the certificate of a claim, and the file of each form."""
    searched = NO_DATA | {"kind": "search", "status": "CHECKED"}
    counts = {"tried": 9, "least": 1, "holds": 4, "fails": 0, "undecided": 2, "vacuous": 3}
    found = stored(folder)
    found["claims"][0]["evidence"].append(searched | {"data": counts})
    made = Digest.of(Report.restored(found), ())
    assert made.claims[0].support == "1 step, 9 samples (4/0/2/3)"
    assert (made.claims[0].status, made.claims[0].wanted) == ("PROVED", "PROVED")
    assert made.claims[0].certificate == found["claims"][0]["evidence"][0]["sha256"]
    without = Report.restored(whole([claim("c", evidence=[])]))
    assert Digest.of(without, ()).claims[0].certificate is None
    assert [(line.part, line.name, line.status) for line in made.sections] == [("tables", "t", "ENCLOSED")]
    files = digest_of(Report.restored(found), folder).files
    assert [line.name for line in files] == ["report.json", "report.md"]


def test_it_is_read_as_it_was_written(folder: Path) -> None:
    """Reading gives the digest again; without a file there is none."""
    assert read_digest(folder) == digest_of(Report.restored(stored(folder)), folder)
    (folder / "digest.json").unlink()
    assert read_digest(folder) is None


def test_the_report_and_its_digest_agree(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each claim and section, and the head, is as the report has it; else it is named."""
    assert faults(folder, capsys) == {}
    good, checked = stored(folder), {"status": "CHECKED", "effective_status": "CHECKED"}
    for change, named in (
        (lambda whole: whole["claims"][0].update(argument="otherwise"), "a"),
        (lambda whole: whole["claims"][0]["evidence"][0]["data"].update(steps=7), "a"),
        (lambda whole: whole["claims"].append(claim("c", **checked)), "c"),
        (lambda whole: whole["tables"]["t"].update(status="CHECKED"), "t"),
        (lambda whole: whole["tables"].clear(), "t"),
        (lambda whole: whole["settings"].update(seed=1), "its head"),
        (lambda whole: whole["gaps"].update(x="y"), "its head"),
        (lambda whole: whole["claims"].reverse(), "the order of its lines"),
        (lambda whole: whole["tables"]["t"].update(n=float("inf")), "is not one that it could be made of"),
        (lambda whole: whole["tables"]["t"].update(n=nested(800)), "is not one that it could be made of"),
    ):
        whole = copy.deepcopy(good)
        change(whole)
        whole["summary"] = {"PROVED": 2} | ({"CHECKED": 1} if len(whole["claims"]) > 2 else {})
        (folder / "report.json").write_text(json.dumps(whole).replace("Infinity", "1e999"))
        found = faults(folder, capsys)
        assert named in found["digest.json"] and "report.json says otherwise" in found["digest.json"]
        assert found["report.json"] == "it is not the one that digest.json names"


@pytest.mark.parametrize("name", ["report.json", "report.md", "report.html", "delayed-spike.svg"])
def test_files_are_those_of_the_digest(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A report in another form, or a figure, that was changed since is named; one that is gone is not."""
    found, path = Report.restored(stored(folder)), folder / name
    if not path.exists():
        path.write_text("as it was made")
    (folder / "digest.json").write_text(digest_of(found, folder).text)
    assert faults(folder, capsys) == {}
    path.write_text(path.read_text() + " ")
    assert faults(folder, capsys) == {name: "it is not the one that digest.json names"}
    path.unlink()
    assert faults(folder, capsys) == {}


def test_a_form_that_the_digest_does_not_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A form of the report that is none of this run is named; a drawing of somebody else's is not."""
    for name in ("report.html", "mine.svg", "mine.html"):
        (folder / name).write_text("of another run")
    assert faults(folder, capsys) == {"report.html": "digest.json does not name it"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: text.replace(",", ", ", 1),
        lambda text: text.replace("},\n{", "},{"),
        lambda text: json.dumps(json.loads(text)),
        lambda text: json.dumps(json.loads(text), indent=1),
        lambda text: text.replace('"claims":[', '"claims":[],\n"claims":['),
        lambda text: text.replace('"seed"', '"id"').replace('"status":"PROVED",', ""),
        lambda text: text.replace('"status":"PROVED"', '"status":null'),
        lambda text: text.replace('"status":"PROVED"', '"status":["PROVED"]'),
        lambda text: text.replace('"status":"PROVED"', '"status":"PROVED","more":"x"'),
        lambda text: text.replace('"PROVED":2', '"PROVED":3'),
        lambda text: text.replace('"id":"b"', '"id":"a"'),
        lambda text: text.replace('"name":"report.md"', '"name":"../report.md"'),
        lambda text: text.replace('"name":"report.md"', '"name":"certificates/a.json"'),
        lambda text: text.replace('"sections":', '"more":1,\n"sections":'),
        lambda text: text[: text.index('"sections"')] + '"files":[]}\n',
        lambda text: "",
        lambda text: "{}",
        lambda text: "[]",
        lambda text: "null",
        lambda text: '{"claims": 1}',
        lambda text: "[" * 100_000,
        lambda text: '{"claims":[NaN]}',
        lambda text: "\x00",
    ],
)
def test_not_a_digest(
    folder: Path, change: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not the one text of a digest, or contradicts itself, is exit code 2 and one line."""
    text = (folder / "digest.json").read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    (folder / "digest.json").write_text(changed, encoding="utf-8")
    with pytest.raises(Malformed):
        read_digest(folder)
    assert main(["check", str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "digest.json" in line


@pytest.mark.parametrize("change", [{"id": "c"}, {"wanted": "ENCLOSED"}, {"certificate": None}])
def test_a_forged_digest(folder: Path, change: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """A digest whose line was changed is refused, with the report and without it."""
    found = json.loads((folder / "digest.json").read_text(encoding="utf-8"))
    found["claims"][0] |= change
    (folder / "digest.json").write_text(compact(found), encoding="utf-8")
    assert main(["check", str(folder)]) == 3
    (folder / "report.json").unlink()
    assert main(["check", str(folder)]) == 3
    capsys.readouterr()


def test_a_certificate_that_was_replaced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the report, a certificate that proves the same in another way is not that of the digest."""
    (folder / "report.json").unlink()
    path = folder / "certificates/a.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"variables":["x"]', '"variables":["x","y"]'), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert main(["check", str(folder)]) == 3
    assert "not the one that digest.json names" in " ".join(capsys.readouterr().out.split())


def test_a_digest_that_is_none_says_where(folder: Path) -> None:
    """What is missing, unknown, or of another kind is named, with its place."""
    good = json.loads((folder / "digest.json").read_text(encoding="utf-8"))
    for change, said in (
        (lambda found: found.pop("gaps"), "the key 'gaps' is missing"),
        (lambda found: found["claims"][1].pop("support"), "claims: 1: the key 'support' is missing"),
        (lambda found: found["claims"][0].update(status="GREEN"), "claims: 0: status: 'GREEN' is none of"),
        (lambda found: found["settings"].update(seed="0"), "settings: seed: '0' in the place of a whole"),
        (lambda found: found["files"][0].update(size=1), "files: 0: the key 'size' is unknown"),
    ):
        found = copy.deepcopy(good)
        change(found)
        with pytest.raises(Unreadable) as refused:
            Digest.restored(found)
        assert said in str(refused.value)
