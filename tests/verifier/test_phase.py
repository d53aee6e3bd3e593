"""``python -m verifier phase``: a certified diagram, the same however it was computed."""

from __future__ import annotations

import json
import random
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

import pytest

from tests.verifier.diagrams import SMALL, TINY, run_phase
from verifier.batch.executor import Executor
from verifier.commands.phase import _resumed
from verifier.results.rise import Rise
from verifier.studies.diagram.diagram import Axis, Phase
from verifier.studies.diagram.phase import compute
from verifier.studies.diagram.section import phase as section
from verifier.studies.losses import SQUARE, Instance
from verifier.studies.onset import certify_onset

VERDICTS = {"never rises", "delayed onset", "rises at once", "undecided"}
"""As the JSON has them."""


@pytest.fixture(scope="module")
def diagram():
    """The report's diagram in its quick form."""
    return section(quick=True, seed=0, precision=128)


def test_cells_tile_the_diagram(diagram):
    """The cells cover the rectangle, and the shares of the verdicts add up to 1."""
    area = (diagram.x.high - diagram.x.low) * (diagram.y.high - diagram.y.low)
    covered = sum((cell.x1 - cell.x0) * (cell.y1 - cell.y0) for cell in diagram.cells)

    assert covered == pytest.approx(area, rel=1e-12)
    assert sum(diagram.shares.values()) == pytest.approx(1, rel=1e-12)
    assert diagram.reached and diagram.shares[Rise.UNDECIDED] <= 0.05


def test_cells_are_true(diagram):
    """A random instance of a cell has the onset that the cell claims."""
    draw = random.Random(0)
    for cell in draw.sample(diagram.cells, 120):
        scale0, large = Fraction(draw.uniform(cell.x0, cell.x1)), Fraction(draw.uniform(cell.y0, cell.y1))
        found = certify_onset(Instance(Fraction(1, 100), scale0, 1 / large, Fraction(1, 20)))
        match cell.verdict:
            case Rise.NEVER:
                assert found.certified and found.onset is None
            case Rise.AT_ONCE:
                assert found.onset == 0
            case Rise.DELAYED:
                lower, upper = cell.onset
                assert found.onset is not None and 0 < lower <= found.onset <= upper


def test_theorem_regions_lie_within_the_truth(diagram):
    """No raster point where a condition holds lies in a cell of another verdict."""
    truth = {"square.no-rising-edge": Rise.NEVER}
    (x0, x1), (y0, y1) = ((side.low, side.high) for side in (diagram.x, diagram.y))
    for name, region in diagram.regions.items():
        for line, row in enumerate(region.rows):
            y = y0 + (line + 0.5) * (y1 - y0) / len(region.rows)
            for column, mark in enumerate(row):
                x = x0 + (column + 0.5) * (x1 - x0) / len(row)
                cell = next(c for c in diagram.cells if c.x0 <= x <= c.x1 and c.y0 <= y <= c.y1)
                assert mark == "0" or cell.verdict in (truth.get(name, Rise.DELAYED), Rise.UNDECIDED)


def test_captured_shares(diagram):
    """The paper's first condition captures nearly all of its region, the second little, a restart all."""
    shares = {claim: region.captured for claim, region in diagram.regions.items()}

    assert shares["square.no-rising-edge"] > 0.95
    assert shares["square.delayed-onset"] < 0.1 < 0.8 < shares["square.waiting-time-two-phase"]
    assert shares["square.restart"] > 0.95


def test_jobs_change_nothing():
    """Two processes give byte for byte the diagram of one."""
    settings = Phase(
        SQUARE,
        Axis("angle0", Fraction(1, 10), Fraction(3, 2)),
        Axis("scale_lr", Fraction(1, 100), Fraction(1)),
        {"scale0": Fraction(1, 3), "saturated_lr": Fraction(3)},
        grid=8, undecided=0.1, raster=8,
    )  # fmt: skip
    texts = []
    for jobs in (1, 2):
        with Executor(jobs=jobs) as executor:
            texts.append(json.dumps(compute(settings, executor).plain()))

    assert texts[0] == texts[1]


def test_writes_diagram_and_figure(capsys, tmp_path):
    """phase.json is what --json prints, phase.svg is a drawing, and nothing else is left."""
    code, out, err = run_phase(capsys, *SMALL, "--output", str(tmp_path / "out"), "--json")

    assert code == 0
    assert json.loads(out) == json.loads((tmp_path / "out/phase.json").read_text())
    assert ElementTree.parse(tmp_path / "out/phase.svg").getroot().tag.endswith("svg")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["phase.json", "phase.svg"]
    assert "undecided" in err


def test_the_logistic_loss(capsys, tmp_path):
    """``--loss logistic`` writes the same keys, over its own parameters, and cells of every verdict."""
    small = ["--grid", "8", "--undecided", "0.2", "--jobs", "1", "--json"]
    code, out, _ = run_phase(capsys, "--loss", "logistic", *small, "--output", str(tmp_path / "one"))
    _, square, _ = run_phase(capsys, *small, "--output", str(tmp_path / "other"))
    diagram = json.loads(out)

    assert code == 0
    assert list(diagram) == list(json.loads(square)) and set(diagram["shares"]) == VERDICTS
    assert [diagram["x"]["name"], diagram["y"]["name"]] == ["scale0", "direction_lr"]
    assert set(diagram["fixed"]) == {"scale_lr", "angle0"}
    assert set(diagram["captured"]) == {"logistic.never-rises", "logistic.precursor", "logistic.restart"}
    assert all(diagram["shares"].values())
    figure = (tmp_path / "one/phase.svg").read_text()
    assert all(text in figure for text in ("initial scale α₀", "learning rate of the direction η/‖w₀‖²"))


def test_too_much_undecided(capsys, tmp_path):
    """Short of the wanted share at the largest depth the exit code is 3, and the diagram is written."""
    coarse = ["--grid", "4", "--max-depth", "0", "--jobs", "1"]
    code, out, _ = run_phase(capsys, *coarse, "--output", str(tmp_path))

    assert code == 3
    assert "captures" in out and (tmp_path / "phase.json").exists()


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ("--x scale0:1.5:0.1", ("--x", "'scale0:1.5:0.1'", "empty")),
        ("--x scale0:1:1", ("--x", "empty")),
        ("--x scale0:nan:1", ("--x", "'nan'")),
        ("--y saturated-lr:1:inf", ("--y", "'inf'")),
        ("--x scale-lr:0.5:1.5", ("--x", "'1.5'", "(0, 1]")),
        ("--x scale0:0:1", ("--x", "'0'", "positive")),
        ("--loss cross-entropy", ("--loss", "'cross-entropy'")),
        ("--loss logistic --saturated-lr 3", ("--saturated-lr: not an option of the logistic loss",)),
        ("--direction-lr 3", ("--direction-lr: not an option of the square loss",)),
        ("--loss logistic --y saturated-lr:1:2", ("--y", "of the logistic loss", "direction-lr")),
        ("--loss logistic --x scale-lr:0.5:2.5", ("--x", "'2.5'", "(0, 2]")),
        ("--x angle0:0.1:1.6", ("--x", "'1.6'")),
        ("--x theta:0:1", ("--x", "'theta:0:1'", "names no parameter")),
        ("--x scale0", ("--x", "'scale0'", "NAME:LOW:HIGH")),
        ("--x scale0:1:2 --y scale0:1:2", ("--x", "--y", "scale0")),
        ("--y scale0:1:2", ("--x", "--y", "scale0", "default")),
        ("--scale0 0.5", ("--scale0", "1/2", "axis --x")),
        ("--scale-lr 2", ("--scale-lr", "'2'")),
        ("--angle0 1.6", ("--angle0", "'1.6'")),
        *((f"--{name} 1e-400", (f"--{name}", "'1e-400' is outside", "from 1e-100 to 1e100"))
          for name in ("scale-lr", "scale0", "saturated-lr", "angle0", "undecided")),
        ("--saturated-lr 1e400 --y scale-lr:0.01:0.1", ("--saturated-lr", "'1e400' is outside")),
        ("--x scale0:0.1:1e101", ("--x", "'1e101' is outside")),
        ("--x scale0:1:1.0000001", ("--x", "too narrow")),
        ("--angle0 1.57079632679489661", ("--angle0", "too close to π/2", "1.570796326794896 radians")),
        ("--x angle0:1:1.5707963267948966", ("--x", "too close to π/2")),
        ("--undecided 0", ("--undecided", "'0'")),
        ("--undecided nan", ("--undecided", "'nan'")),
        ("--grid 0", ("--grid", "'0'")),
        ("--max-depth -1", ("--max-depth", "'-1'")),
        ("--jobs 0", ("--jobs", "'0'")),
        ("--jobs 2 --scheduler tcp://x:1", ("--jobs", "--scheduler")),
        ("--scheduler tcp://127.0.0.1:9", ("--scheduler: no Dask scheduler answers at 'tcp://127.0.0.1:9'",)),
        *((f"--scheduler {address}", ("--scheduler", f"'{address}' is not HOST:PORT or tcp://HOST:PORT"))
          for address in ("tls://x:1", "nonsense://x:1", "x", "tcp://x:y", "x:0", "x:99999", "a@x:1")),
        ("--output /dev/null/x", ("--output", "'/dev/null/x'")),
    ],
)
def test_bad_input(capsys, tmp_path, monkeypatch, arguments, parts):
    """One line that names the option and the value, exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("verifier.batch.cluster.ANSWER_SECONDS", 1)
    code, out, err = run_phase(capsys, *arguments.split())

    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1 and all(part in err for part in parts)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        "--x scale0:1e-100:1e100 --y saturated-lr:1e-100:1e100",
        "--x angle0:1e-100:1.570796326794896 --y scale0:1e-100:1e100",
        "--x scale0:0.999999:1 --y saturated-lr:1e-100:1e100 --scale-lr 1 --angle0 1e-100",
        "--loss logistic --x scale0:1e-100:1e100 --y direction-lr:1e-100:1e100 --scale-lr 1e-100",
        "--loss logistic --x angle0:1e-100:1.570796326794896 --y scale-lr:1e-100:2 --scale0 1e100",
    ],
)
def test_the_ends_of_what_is_accepted(capsys, tmp_path, arguments):
    """Whatever the options accept is computed and drawn, and the shares add up."""
    code, _, _ = run_phase(capsys, *TINY, "--max-depth", "0", *arguments.split(), "--output", str(tmp_path))

    assert code == 0 and (tmp_path / "phase.svg").exists()
    shares = json.loads((tmp_path / "phase.json").read_text())["shares"]
    assert sum(shares.values()) == pytest.approx(1)


def test_one_and_several():
    """A noun goes with its number."""
    assert _resumed(1, 1, 0) == "1 stored result used"
    assert _resumed(5, 2, 1) == (
        "2 stored results used; 1 damaged or altered one computed again; "
        "2 of other settings or other code left aside"
    )
    assert "; 2 damaged or altered ones computed again" in _resumed(2, 0, 2)
