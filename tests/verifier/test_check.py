"""``check``: a stored certificate is accepted and is its claim's, or the exit code says no."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from derivations.contents import CLAIMS, conclusions
from derivations.proof import Proof
from tests.derivations.derived import certificate_of
from tests.kernel.build import certificate, positivity, system, term
from tests.verifier.planted import binomial
from tests.verifier.reports import CHECKED, KEPT, claim, put, report, save, two_claims
from verifier.canonical import compact
from verifier.certificates import accept, conclusion_of, name_of, stated
from verifier.cli import main
from verifier.describe import describe
from verifier.reading import Malformed, read_text
from verifier.registry import Registry
from verifier.said import written

ROOT = Path(__file__).parents[2]
TRIVIAL = certificate("x", [positivity("one", "1", terms=[term()])], ["one"])
"""1 > 0: a good certificate of nothing in particular."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with the certificates of the claims a and b, who owe them, and no report."""
    return two_claims(tmp_path, monkeypatch)


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """The exit code of ``check --json``, and what it printed; what the table says has the same code."""

    def run(*words: str | Path) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["check", *map(str, words), "--json"])
        printed = json.loads(capsys.readouterr().out)
        assert main(["check", *map(str, words)]) == code
        assert printed["all_accepted"] == (code == 0)
        return code, printed

    return run


Found = Callable[..., tuple[int, Any]]
COMPARED = {
    None: [],
    "report.json": ["report.json"],
    "both": ["digest.json", "report.json"],
    "digest.json": ["digest.json"],
}
every_way = pytest.mark.parametrize("kept", KEPT)
"""Whatever is kept of the report."""


def problems(printed: Any) -> dict[str, str]:
    """What is wrong, by claim."""
    return {row["claim"]: row["problem"] for row in printed["certificates"] if row["problem"]}


def test_good(folder: Path, found: Found, capsys: pytest.CaptureFixture[str]) -> None:
    """Good certificates of all claims that owe one are accepted, with a report, its digest, or neither."""
    for kept in (None, *KEPT):
        if kept is not None:
            report(folder)
            KEPT[kept](folder)
        code, printed = found(folder)
        assert (code, printed["compared"]) == (0, COMPARED[kept])
        assert "2 of 2 certificates accepted in both rings; each concludes" in capsys.readouterr().out
        assert [row["claim"] for row in printed["certificates"]] == ["a", "b"]
        assert all(row["stated"] and row["accepted"] for row in printed["certificates"])
    assert all(row["in_report"] for row in printed["certificates"])


def test_the_projects_own_certificates_are_their_claims(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each certificate as derived is held to its claim, the whole table of contents through."""
    (tmp_path / "certificates").mkdir()
    for name in filter(certificate_of, CLAIMS):
        put(tmp_path, name, certificate_of(name))
    code = main(["check", str(tmp_path), "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert (code, printed["missing"], problems(printed)) == (0, [], {})
    assert len(printed["certificates"]) == len(conclusions()) > 50


@pytest.mark.parametrize("in_line", [True, False])
@pytest.mark.parametrize("kept", [None, *KEPT])
def test_another_statement(folder: Path, found: Found, kept: str | None, in_line: bool) -> None:
    """*1 > 0* in the place of a claim's certificate is refused, whatever the report says of it."""
    if kept is not None and not in_line:
        report(folder)
        KEPT[kept](folder)
    put(folder, "a", TRIVIAL | {"claim": "a"})
    if kept is not None and in_line:
        report(folder)
        KEPT[kept](folder)
    code, printed = found(folder)
    assert code == 3
    assert problems(printed) == {"a": "it concludes something else than the claim"}
    assert [row["accepted"] for row in printed["certificates"]] == [True, True]


@pytest.mark.parametrize(
    "changed",
    [
        {"concludes": ["first"]},
        {"concludes": ["first", "second", "third"]},
        {"concludes": ["second", "first"]},
        {"systems": [{"conditions": [["x", ">"]]}]},
    ],
)
def test_conclusions_changed(
    folder: Path, found: Found, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    """A conclusion dropped, added or moved, or a system that assumes more, is another statement."""
    steps = [positivity(name, weight, terms=[term(weight=weight)]) for name, weight in
             zip(("first", "second", "third"), "123", strict=True)]  # fmt: skip
    steps.append({"rule": "consequence", "name": "first along", "system": "run", "sequents": ["first"]})
    whole = certificate("x", steps, ["first", "second", "first along"]) | {"claim": "a"}
    whole |= {"systems": [system("run", "x")], "variables": ["x", "x_next"]}
    if "systems" in changed:
        changed = {"systems": [whole["systems"][0] | changed["systems"][0]]}
    owed = {"b": conclusion_of(accept(binomial("b").certificate(), "b"))}
    owed["a"] = conclusion_of(accept(whole, "a"))
    monkeypatch.setattr("derivations.contents.conclusions", lambda: owed)
    put(folder, "a", whole)
    assert found(folder)[0] == 0

    put(folder, "a", whole | changed)
    report(folder)
    assert problems(found(folder)[1]) == {"a": "it concludes something else than the claim"}
    assert found(folder)[0] == 3


@every_way
def test_missing(folder: Path, found: Found, capsys: pytest.CaptureFixture[str], kept: str) -> None:
    """A certificate that is gone is exit code 3 and named, even if the report knows nothing of it."""
    nothing: dict[str, Any] = {"certificate": None, "sha256": None, "data": {"steps": 0}}
    for prepare in (lambda _: None, report, lambda place: report(place, a=nothing)):
        (folder / name_of("a")).unlink(missing_ok=True)
        prepare(folder)
        if (folder / "report.json").exists():
            KEPT[kept](folder)
        code, printed = found(folder)
        assert (code, printed["missing"]) == (3, ["a"])
        assert "missing: a" in capsys.readouterr().out


@every_way
def test_missing_from_a_report(folder: Path, found: Found, kept: str) -> None:
    """A certificate that only the report names is missing too."""
    report(folder, c={"certificate": "certificates/c.json", "sha256": "0" * 64, "data": {"steps": 1}})
    KEPT[kept](folder)
    code, printed = found(folder)
    assert (code, printed["missing"]) == (3, ["c"])


@every_way
def test_half_of_the_files_and_a_report_of_them(folder: Path, found: Found, kept: str) -> None:
    """A directory that a run of one claim wrote is complete for that claim, not for all."""
    (folder / name_of("b")).unlink()
    report(folder)
    KEPT[kept](folder)
    assert found(folder)[1]["missing"] == ["b"]
    assert found(folder, "--claim", "a")[0] == 0
    assert found(folder, "--claim", "a", "--claim", "b")[0] == 3


@every_way
def test_an_unknown_claim(folder: Path, found: Found, kept: str) -> None:
    """A good certificate of a claim that does not exist is exit code 3, in the report or not."""
    put(folder, "square.riemann-hypothesis", TRIVIAL | {"claim": "square.riemann-hypothesis"})
    for prepare in (lambda _: None, report, KEPT[kept]):
        prepare(folder)
        code, printed = found(folder)
        assert code == 3
        assert "no claim of this name" in problems(printed)["square.riemann-hypothesis"]


@pytest.mark.parametrize("proof", [binomial("a", rhs="x**2"), binomial("b"), Proof("a")])
def test_rejected(folder: Path, found: Found, capsys: pytest.CaptureFixture[str], proof: Proof) -> None:
    """A well-formed certificate that is false, empty or of another claim is exit code 3."""
    put(folder, "a", proof.certificate())
    code, printed = found(folder)
    assert code == 3
    assert [row["accepted"] for row in printed["certificates"]] == [False, True]
    assert "; 1 rejected." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        ({"sha256": "0" * 64}, "it is not the one that report.json names"),
        ({"sha256": None}, "it is not the one that report.json names"),
        ({"certificate": None}, "report.json does not name it"),
        ({"data": {}}, "report.json prints other conclusions"),
        ({"data": {"concludes": [{"name": "square", "text": "1 = 2"}], "systems": []}}, "prints other"),
    ],
)
def test_a_report_that_says_otherwise(folder: Path, found: Found, piece: Any, problem: str) -> None:
    """A report that names another certificate, or none, or prints something else, is exit code 3."""
    report(folder, a=piece)
    code, printed = found(folder)
    assert code == 3
    assert problem in problems(printed)["a"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('{"claim":"a",', '{"claim":"a",\n"claim":"a",'),
        lambda text: text.replace('{"claim":"a",', '{"claim":"a",\n"note":NaN,'),
        lambda text: text.replace('{"claim":"a",', '{"claim":"a",\n"note":-Infinity,'),
        lambda text: text.replace('{"claim":"a",', '{"claim":"a",\n"note":1.0,'),
        lambda text: text.replace('{"claim":"a",', '{"claim":"a",\n"note":1e5,'),
        lambda text: text.replace('{"claim":"a",', f'{{"claim":"a",\n"note":{"1" * 5000},'),
        lambda text: text.replace('"a"', r'"\u0061"'),
        lambda text: text.replace("[]", "[ ]", 1),
        lambda text: text.replace("\n", "\n ", 1),
        lambda text: text.replace('":', '": ', 1),
        lambda text: text.replace("}\n]", "}]"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text + "\n",
        lambda text: text + "{}",
        lambda text: text + "\x00",
        lambda text: text[:-1],
        lambda text: json.dumps(json.loads(text)),
        lambda text: json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")) + "\n",
        lambda text: json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, indent=1) + "\n",
        lambda text: compact({key: json.loads(text)[key] for key in reversed(sorted(json.loads(text)))}),
        lambda text: "",
        lambda text: "{",
        lambda text: "[]\n",
        lambda text: "null\n",
        lambda text: '{"format": "other"}',
        lambda text: "\x00",
        lambda text: "[" * 100_000,
        lambda text: '{"format": NaN}',
        lambda text: text.replace('"concludes"', '"concluded"'),
        lambda text: text.replace('"a"', "7"),
    ],
)
def test_not_a_certificate(
    folder: Path, capsys: pytest.CaptureFixture[str], change: Callable[[str], str]
) -> None:
    """A file that is not the one text of a certificate is one line that names it, and exit code 2."""
    text = (folder / name_of("a")).read_text(encoding="utf-8")
    assert change(text) != text
    (folder / name_of("a")).write_bytes(change(text).encode())

    assert main(["check", str(folder)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.splitlines()
    assert "a.json" in line


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[]", "null", "", "{", "[NaN]",
        '{"claims": 1}', '{"claims": [{}]}', '{"claims": [], "claims": []}',
        '{"claims": [{"evidence": [{"certificate": "certificates/d/a.json", "sha256": "", "data": {}}]}]}',
        '{"claims": [{"evidence": [{"certificate": "a.json", "sha256": "", "data": {}}]}]}',
        '{"claims": [{"evidence": [{"certificate": "certificates/a.json", "sha256": ""}]}]}',
        '{"claims": [{"evidence": [{"certificate": 7, "sha256": ""}]}]}',
    ],
)  # fmt: skip
def test_not_a_report(folder: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A report that cannot be read, or names certificates elsewhere, is exit code 2."""
    (folder / "report.json").write_text(text)

    assert main(["check", str(folder)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "report.json" in line


def _evidence(claims: list[Any]) -> None:
    claims[0]["evidence"], claims[1]["evidence"] = claims[1]["evidence"], claims[0]["evidence"]


def _renamed(claims: list[Any]) -> None:
    claims[0]["id"] = "c"


def _added(claims: list[Any], **changed: Any) -> None:
    claims.append(copy.deepcopy(claims[0]) | changed)


def _piece(claims: list[Any], **changed: Any) -> None:
    claims[0]["evidence"][0] |= changed


def _experiment(claims: list[Any]) -> None:
    nothing: dict[str, Any] = {"certificate": None, "sha256": None, "data": {}}
    claims.append(claim("c", nothing | {"kind": "experiment"}))


@every_way
@pytest.mark.parametrize(
    "forge",
    [
        _evidence,
        _renamed,
        _experiment,
        lambda claims: _added(claims, id="c"),
        lambda claims: _added(claims, id="c", evidence=[]),
        lambda claims: _added(claims, id="c", evidence=[], **CHECKED | {"effective_status": "PROVED"}),
        lambda claims: _added(claims, id="d", evidence=[], **CHECKED),
        lambda claims: _piece(claims, certificate=None),
        lambda claims: claims[0].update(wanted="ENCLOSED"),
        lambda claims: claims[0].update(status="CHECKED"),
    ],
)
def test_a_forged_report(
    folder: Path, found: Found, forge: Callable[[list[Any]], None], kept: str
) -> None:
    """Whatever stands under another claim, or is PROVED without a certificate, is exit code 3.

    So it is if the digest is made of the forged report, and even if that is then no more there.
    """
    assert forged(folder, found, forge, kept) == 3


@every_way
@pytest.mark.parametrize(
    "forge",
    [
        lambda claims: claims[0]["evidence"].append(claims[1]["evidence"][0]),
        lambda claims: claims[0]["evidence"].append(claims[0]["evidence"][0]),
        lambda claims: _piece(claims, status="REFUTED"),
        lambda claims: _piece(claims, kind="experiment"),
        lambda claims: claims[0].update(statement="P = NP"),
    ],
)
def test_what_only_a_report_says(
    folder: Path,
    found: Found,
    forge: Callable[[list[Any]], None],
    kept: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a digest has no word of is exit code 3 where the report is there; elsewhere, that is said."""
    alone = kept == "digest.json"
    assert forged(folder, found, forge, kept) == (0 if alone else 3)
    said = " ".join(capsys.readouterr().out.split())
    assert ("Compared with digest.json alone: report.json, which every run writes, is not" in said) is alone
    assert "the conclusions printed with them" not in said and "in words" not in said


def forged(folder: Path, found: Found, forge: Callable[[list[Any]], None], kept: str) -> int:
    """The exit code after a good report is changed by ``forge``, and kept in that way."""
    report(folder)
    claims = json.loads((folder / "report.json").read_text(encoding="utf-8"))["claims"]
    nothing: dict[str, Any] = {
        "kind": "search",
        "status": "CHECKED",
        "summary": "",
        "certificate": None,
        "sha256": None,
        "data": {"tried": 1},
    }
    claims[1]["evidence"].append(nothing)
    save(folder, claims)
    KEPT[kept](folder)
    assert found(folder)[0] == 0
    forge(claims)
    save(folder, claims)
    KEPT[kept](folder)
    return found(folder)[0]


def test_claims_without_a_certificate(
    folder: Path, found: Found, capsys: pytest.CaptureFixture[str]
) -> None:
    """A claim that is only checked needs none; that it is checked is not vouched for."""
    report(folder)
    claims = json.loads((folder / "report.json").read_text(encoding="utf-8"))["claims"]
    for status in ("CHECKED", "REFUTED"):
        save(folder, [*claims, claim("c", **dict.fromkeys(CHECKED, status))])
        code, printed = found(folder)
        assert (code, printed["faults"], printed["held_to"]) == (0, {}, "claims")
        assert "as in their sources. Not vouched for: printed LaTeX" in " ".join(
            capsys.readouterr().out.split()
        )


@pytest.mark.parametrize(
    "path", ["/certificates/a.json", "certificates/../certificates/a.json", "../a.json"]
)
@pytest.mark.parametrize("name", ["a", "c"])
def test_a_certificate_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str, name: str
) -> None:
    """A path that leads out of the directory is refused, not skipped."""
    report(folder, **{name: {"certificate": path, "sha256": "0" * 64, "data": {}}})
    assert main(["check", str(folder)]) == 2
    assert "names the certificate" in capsys.readouterr().err


@pytest.mark.parametrize("twice", [True, False])
def test_a_report_that_contradicts_itself(
    folder: Path, capsys: pytest.CaptureFixture[str], twice: bool
) -> None:
    """A claim that stands there twice, and a summary of other claims, are exit code 2."""
    report(folder)
    whole = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    if twice:
        save(folder, [*whole["claims"], whole["claims"][0]])
    else:
        (folder / "report.json").write_text(json.dumps(whole | {"summary": {"PROVED": 3}}))
    assert main(["check", str(folder)]) == 2
    assert ("twice" if twice else "its summary") in capsys.readouterr().err


def test_words_are_read_in_the_source() -> None:
    """What a report prints in words is what the source says, which is not imported for that."""
    registry = Registry()
    for name in ("square.edge", "logistic.window-law"):
        read = written(f"derivations.{name.replace('-', '_')}")
        assert read is not None
        assert {"statement", "setting", "not_verified", "title", "wanted", "provenance"} <= read.keys()
        assert read.items() <= describe(registry.claim(name), registry).items()
    assert written("derivations.square.nowhere") is None


def test_a_file_is_named_once(tmp_path: Path) -> None:
    """A message names its file once."""
    with pytest.raises(Malformed) as caught:
        read_text(tmp_path)
    assert str(caught.value) == f"{tmp_path}: not a regular file"


def test_nothing_to_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory without certificates, and a claim that nothing knows, are exit code 2."""
    assert main(["check", str(folder), "--claim", "c"]) == 2
    assert "'c'" in capsys.readouterr().err
    for name in "ab":
        (folder / name_of(name)).unlink()
    assert main(["check", str(folder)]) == 2
    (folder / "certificates").rmdir()
    assert main(["check", str(folder)]) == 2
    assert "certificates" in capsys.readouterr().err


def test_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From another directory the default is not there, and the message says what to pass."""
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "name the DIR that a run has written" in capsys.readouterr().err
    assert main(["check", "nowhere"]) == 2
    assert "name the DIR" not in capsys.readouterr().err


def _alone(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a fresh process says that checks the folder after ``program``."""
    whole = f"{program}\nfrom verifier.cli import main\n"
    whole += f"code = main(['check', {str(folder)!r}, '--json'])\n"
    whole += "import sys; print(*sys.modules, file=sys.stderr); sys.exit(code)"
    command = [sys.executable, "-c", whole]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two certificates of this project, and nothing else."""
    (tmp_path / "certificates").mkdir()
    for name in ("square.angle-map", "square.rising-identity"):
        put(tmp_path, name, certificate_of(name))
    return tmp_path


def test_without_sympy(two: Path) -> None:
    """The replay loads neither SymPy nor any derivation: of those only the table of contents."""
    finished = _alone("", two)
    loaded = set(finished.stderr.split())

    assert finished.returncode == 3  # the other claims' are missing
    assert all(row["stated"] for row in json.loads(finished.stdout)["certificates"])
    assert {"flint", "derivations.contents"} <= loaded
    assert not loaded & {"sympy", "mpmath", "numpy", "derivations.proof", "derivations.square"}


def test_without_the_derivations(two: Path) -> None:
    """Without them a certificate is held to the report beside it; without a report, to nothing: exit 3."""
    gone = "import sys; sys.modules['derivations'] = None; sys.modules['derivations.contents'] = None"
    finished = _alone(gone, two)
    assert finished.returncode == 3
    reasons = set(problems(json.loads(finished.stdout)).values())
    assert reasons == {"nothing here says what it should conclude"}

    report(two)
    finished = _alone(gone, two)
    assert finished.returncode == 0
    assert json.loads(finished.stdout)["held_to"] == "report"
    rows = json.loads(finished.stdout)["certificates"]
    assert all(row["stated"] is None and row["in_report"] for row in rows)

    put(two, "square.angle-map", TRIVIAL | {"claim": "square.angle-map"})
    finished = _alone(gone, two)
    assert finished.returncode == 3
    reasons = set(problems(json.loads(finished.stdout)).values())
    assert reasons == {"it is not the one that report.json names"}


def test_what_is_not_here_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Held to the report alone, no certificate is said to be its claim's."""
    report(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "derivations.contents", None)
        assert main(["check", str(folder)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "what the report says; the claims themselves are not here" in said
    assert "as in their sources" not in said


@pytest.mark.parametrize("text", ["import not_here_at_all", "from json import nothing", "1/0"])
def test_a_broken_table_of_contents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A table of contents that is there and cannot be imported is an error, not a missing one."""
    (tmp_path / "broken_contents.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises((ImportError, ZeroDivisionError)):
        stated("broken_contents")
    assert stated("no_contents_here") is None
    assert stated("no_package_here.contents") is None
