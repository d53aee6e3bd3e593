"""``check`` needs neither SymPy nor the derivations, and says what was not there to compare with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.derivations.derived import certificate_of
from tests.verifier.reports import TRIVIAL, problems, put, report
from verifier.certificates import stated
from verifier.cli import main

ROOT = Path(__file__).parents[2]


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
