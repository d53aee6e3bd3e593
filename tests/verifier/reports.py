"""Directories with certificates of claims of our own, and with reports of them, true and false."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.kernel.build import certificate, step
from tests.verifier.planted import binomial
from verifier.certificates import accept, canonical, conclusion_of, digest, name_of
from verifier.digest import Digest, digest_of, read_digest
from verifier.lemmas import Library, counted, read_lemmas
from verifier.results.record import plain
from verifier.results.report import PARTS, Report, summary

WRITTEN = {"a": {"statement": "a is so", "wanted": "PROVED"}, "b": {}, "c": {}}
"""What the sources of the claims say, which have none."""
PROVED = {"status": "PROVED", "effective_status": "PROVED", "wanted": "PROVED", "statement": "a is so"}
CHECKED = dict.fromkeys(("status", "effective_status", "wanted"), "CHECKED")
Found = Callable[..., tuple[int, Any]]
"""What the fixture ``found`` is: the exit code of ``check`` on a directory, and what it printed."""
TRIVIAL = certificate("x", step("deduce", "one", then=[["1", ">"]]))
"""1 > 0: a good certificate of nothing in particular."""
SETTINGS = {"seed": 0, "precision": 128, "quick": False}
HEAD = {"schema_version": 2, "settings": SETTINGS, "interrupted": False, "unfinished": [], "gaps": {}}
WORDS: dict[str, Any] = {
    **dict.fromkeys(("title", "statement", "statement_latex", "setting", "source", "argument"), ""),
    **{"not_verified": "", "hypotheses": [], "depends_on": [], "checks_use": [], "derivation": []},
}
"""What a report has of a claim besides its status and its evidence."""
NO_DATA: dict[str, Any] = {"summary": "", "certificate": None, "sha256": None, "data": {}}
"""What a piece of evidence has that says no more than its kind and its status."""


def two_claims(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificates of the claims a and b, who owe them, and no report."""
    (folder / "certificates").mkdir()
    for name in "ab":
        put(folder, name, binomial(name).certificate())
    owed = {name: conclusion_of(accept(binomial(name).certificate(), name)) for name in "ab"}
    monkeypatch.setattr("derivations.contents.conclusions", lambda: owed)
    monkeypatch.setattr("derivations.contents.CLAIMS", ("a", "b", "c"))
    monkeypatch.setattr("verifier.said.written", lambda module: WRITTEN[module.rpartition(".")[2]])
    return folder


def put(folder: Path, claim: str, what: Any) -> None:
    """Store a certificate under the name of a claim."""
    (folder / name_of(claim)).write_text(canonical(what), encoding="utf-8")


def spoiled(claim: str, **changed: Any) -> Any:
    """The certificate of a claim, with fields of its only step changed."""
    whole: dict[str, Any] = binomial(claim).certificate()
    (step,) = whole["steps"]
    return whole | {"steps": [step | changed]}


def report(folder: Path, **changed: Any) -> None:
    """A report of all the certificates there, with the evidence of some claims changed."""
    claims = []
    for path in sorted((folder / "certificates").iterdir()):
        text = path.read_text(encoding="utf-8")
        library, stored = Library(read_lemmas(folder)), json.loads(text)
        accepted = accept(stored, stored["claim"], library.cited_by(stored))
        piece = {"certificate": f"certificates/{path.name}", "sha256": digest(text)}
        piece["data"] = library.account(accepted, stored).plain()
        piece |= changed.pop(path.stem.replace(".", "_").replace("-", "_"), {})
        claims.append(claim(path.stem, piece))
    claims += [claim(name, piece) for name, piece in changed.items()]
    save(folder, claims)


def claim(claim_id: str, *pieces: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A claim of a report, with the pieces of evidence, that is PROVED."""
    proved = {**NO_DATA, "kind": "certificate", "status": "PROVED"}
    found = {"id": claim_id, "provenance": "step", **WORDS, **PROVED, **changed}
    return {**found, "evidence": changed.get("evidence", [proved | piece for piece in pieces])}


def save(folder: Path, claims: list[dict[str, Any]]) -> None:
    """Write the report of these claims, and of the lemmas that are there."""
    lemmas = read_lemmas(folder)
    more = {"lemmas": counted(lemmas).plain()} if lemmas else {}
    (folder / "report.json").write_text(json.dumps(whole(claims, **more)), encoding="utf-8")


def whole(claims: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The JSON of a report of these claims."""
    parts = {"tables": {"t": {"status": "ENCLOSED", "n": 1}}, "experiments": {}, "figures": {}}
    return {**HEAD, "summary": tallied(claims), "claims": claims, **parts, **more}


def tallied(claims: list[dict[str, Any]]) -> dict[str, int]:
    """The summary of these claims, as it stands in a report."""
    ranked = (SimpleNamespace(effective_status=one["effective_status"]) for one in claims)
    return {str(status): count for status, count in summary(ranked).items()}


def _with_digest(folder: Path) -> None:
    (folder / "report.md").write_text("the report in words")
    found = Report.restored(json.loads((folder / "report.json").read_text(encoding="utf-8")))
    (folder / "digest.json").write_text(digest_of(found, folder).text, encoding="utf-8")


def _digest_alone(folder: Path) -> None:
    _with_digest(folder)
    (folder / "report.json").unlink()


KEPT: dict[str, Callable[[Path], None]] = {
    "report.json": lambda folder: None,
    "both": _with_digest,
    "digest.json": _digest_alone,
}
"""What is kept of a report that was saved: it alone, with its digest, or that alone as in a fresh clone."""
every_way = pytest.mark.parametrize("kept", KEPT)
"""Whatever is kept of the report."""


def problems(printed: Any) -> dict[str, str]:
    """What ``check`` printed that is wrong, by claim."""
    return {row["claim"]: row["problem"] for row in printed["certificates"] if row["problem"]}


def committed() -> Digest:
    """The digest of the committed report."""
    found = read_digest(Path(__file__).parents[2] / "reports")
    assert found is not None
    return found


def as_report(digest: Digest) -> Report:
    """What a digest has of a report; the evidence of a claim says what ``support`` says of it."""
    parts: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for line in digest.sections:
        stated = {"status": line.status, "summary": line.summary}
        parts[line.part][line.name] = {key: said for key, said in stated.items() if said is not None}
    claims = []
    for one in digest.claims:
        said = {key: getattr(one, key) for key in ("provenance", "status", "effective_status", "wanted")}
        piece = {**NO_DATA, "kind": "experiment", "status": one.status, "summary": one.support}
        claims.append(claim(one.id, **said, evidence=[piece]))
    head = {name: plain(getattr(digest, name)) for name in HEAD}
    return Report.restored(whole(claims, **head, **parts))
