"""A report is the same, byte for byte, whoever makes it where: only run.json may differ."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from tests.report import sample
from verifier.environment import _git, commit
from verifier.report import drawing
from verifier.report.spike_figure import spike_figure
from verifier.studies.experiments import floats

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from verifier.isolation import isolate
isolate()
from verifier.pool import Settings
from verifier.sections import SECTIONS
from verifier.studies import agreement
from verifier.verify import verify
agreement.QUICK_STRIDE = 12  # two runs of each loss in mpmath
shown = [section for section in SECTIONS if section.part in ("tables", "figures")]
shown = [replace(one, in_quick=True) if "mpmath" in one.name else one for one in shown]
claims = ["square.noise-floor", "square.entry-exit-law", "logistic.knife-edge"]
if __name__ == "__main__":
    settings = Settings(quick=True)
    verify(claims, settings=settings, jobs=int(sys.argv[2]), output=Path(sys.argv[1]), sections=shown)
"""
ELSEWHERE = {
    "LC_ALL": "C",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPMATH_NOGMPY": "1",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "OPENBLAS_CORETYPE": "Nehalem",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "2",
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error",
    "SYMPY_DEBUG": "1",
    "SYMPY_GROUND_TYPES": "python",
    "TZ": "Asia/Tokyo",
}
"""Another processor, another arithmetic below SymPy and mpmath, other habits."""
MATPLOTLIBRC = "text.usetex: True\nlines.linewidth: 9\nsvg.fonttype: path\naxes.grid: True\n"


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """Other processes, hash seeds, processors, ground types and settings of libraries change nothing."""
    (tmp_path / "matplotlibrc").write_text(MATPLOTLIBRC)
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    made = []
    elsewhere = ELSEWHERE | {"MPLCONFIGDIR": str(tmp_path)}
    for jobs, more in (("1", {"PYTHONHASHSEED": "1"}), ("2", elsewhere)):
        folder = tmp_path / jobs
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
        command = [sys.executable, str(program), str(folder), jobs]
        subprocess.run(command, check=True, env=environment, cwd=tmp_path, timeout=300)
        made.append(_files(folder))

    assert b"logistic-mpmath" in made[0]["report.json"]
    assert {"report.json", "digest.json", "report.html", "report.md", "delayed-spike.svg"} <= set(made[0])
    assert made[0].keys() == made[1].keys()
    for name, content in made[0].items():
        assert content == made[1][name], name


def test_the_commit_is_that_of_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository that the environment points at is not the one that is named."""
    before = commit()
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))

    assert commit() == before


def test_the_repository_is_only_read(tmp_path: Path) -> None:
    """To see whether files differ, git would write the index anew, and leave its lock behind if killed."""
    index = tmp_path / ".git" / "index"

    def git(*arguments: str) -> None:
        named = ["-c", "user.name=x", "-c", "user.email=x"]
        subprocess.run(["git", *named, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    (tmp_path / "file").write_text("same")
    git("add", "file")
    git("commit", "-m", "file")
    os.utime(tmp_path / "file", (0, 0))
    before = index.read_bytes()

    assert _git(tmp_path, "status", "--porcelain") is None
    assert index.read_bytes() == before
    git("status")
    assert index.read_bytes() != before


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sums_are_folded(dtype: type) -> None:
    """The order of a sum is that of its definition, to the last bit; another order gives another sum."""
    values = np.array([1, 1e20, 3, 1e20, 5, 7, -2e20], dtype=dtype)
    pairs = [values[0] + values[3], values[1] + values[4], values[2] + values[5], values[6]]
    halves = [pairs[0] + pairs[2], pairs[1] + pairs[3]]
    expected = halves[0] + halves[1]

    assert floats.total(values) == expected
    assert floats.total(values) != floats.total(values[::-1])


def test_exp_and_log_are_rounded_from_balls() -> None:
    """e^x and ln(1 + x) are the floats nearest to the exact values."""
    values = np.array([-3.0, 0.5, 20.0])

    assert floats.exp(values).tolist() == [0.049787068367863944, 1.6487212707001282, 485165195.4097903]
    assert floats.log1p(np.array([0.5])).tolist() == [0.4054651081081644]
    assert floats.exp(values.astype(np.float32)).dtype == np.float32


def test_settings_of_the_user_do_not_reach_a_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing is the same under another style; without the defaults it would not be."""
    plain = spike_figure(sample.run())
    with matplotlib.rc_context({"lines.linewidth": 9, "axes.grid": True}):
        assert spike_figure(sample.run()) == plain
        monkeypatch.setattr(drawing, "_defaults", dict)
        assert spike_figure(sample.run()) != plain
