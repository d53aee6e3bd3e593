"""Each arrow of the drawing holds: who may import whom, and what may be named by a text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import verifier
from derivations.contents import CLAIMS
from tests.verifier.arrows import arrows, misplaced, strays, undrawn

ROOT = Path(verifier.__file__).parent.parent


def plant(root: Path, module: str, text: str) -> Path:
    """A tree of ``module`` alone, beside empty packages that it may import from."""
    for name in ("derivations/square", "derivations/logistic/lemmas", "verifier/studies", module):
        path = (root / name.replace(".", "/")).with_suffix(".py" if name == module else "")
        folder = path.parent if name == module else path
        folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return root


def test_the_house_is_as_drawn() -> None:
    """No module imports or names what the drawing does not let it; in every package there is something."""
    every = [*arrows(ROOT)]
    assert undrawn(every) == []

    found = [str(arrow) for arrow in every]
    assert len(found) > 1000
    assert "verifier.commands.onset imports verifier.studies.onset" in found
    assert "verifier.registry names derivations.contents" in found


def test_a_theory_holds_its_claims_and_nothing_else() -> None:
    """Every module directly in a theory is a claim of the table of contents, and every claim is there."""
    assert misplaced(ROOT, CLAIMS) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("verifier.commands.trace", "from derivations.square import edge"),
        ("verifier.commands.explain", "def f():\n    return import_module('derivations.proof.narrate')"),
        ("verifier.commands.explain", "__import__('derivations.proof.narrate')"),
        ("verifier.dynamics.model", "import derivations.square.model.run_map as formulas"),
        ("verifier.dynamics.run", "from verifier.studies import onset"),
        ("verifier.dynamics.run", "LOSSES = 'verifier.studies.losses'"),
        ("verifier.batch.executor", "def f():\n    from verifier.studies.diagram import phase"),
        ("verifier.arithmetic.balls", "from verifier.dynamics import Run"),
        ("verifier.report.phase", "from verifier.studies.diagram.regions import TRUTH"),
        ("verifier.report.phase", "from verifier.dynamics import certify"),
        ("verifier.report.phase", "from verifier.batch import executor"),
        ("verifier.report.phase", "from derivations.notation import theta"),
        ("verifier.report.phase", "WORDS = 'derivations.notation:theta'"),
        ("verifier.studies.onset", "from verifier.commands.progress import Heartbeat"),
        ("verifier.studies.onset", "from verifier.report.prose import linked"),
        ("verifier.kernel.rings", "from verifier.claim import Status"),
        ("verifier.kernel.rings", "from ..numbers import readable"),
        ("verifier.claim", "from verifier.registry import Registry"),
        ("verifier.evidence", "from derivations.proof.stated import model_of"),
        ("verifier.evidence", "TABLE = 'derivations.contents'"),
        ("derivations.square.edge", "from derivations.logistic import precursor"),
        ("derivations.logistic.lemmas.cone", "from derivations.square.model import system"),
        ("derivations.direction.system", "from derivations.square import edge"),
        ("derivations.sigmoid.facts", "if True:\n    import derivations.logistic.precursor"),
        ("derivations.proof.narrate", "from derivations.logistic.precursor import bound"),
        ("derivations.square.edge", "from verifier.dynamics import Run"),
        ("derivations.square.edge", "from verifier.kernel import replay"),
        ("derivations.square.edge", "CHECK = 'verifier.studies.onset:certify_onset'"),
    ],
)
def test_an_arrow_that_is_not_drawn(tmp_path: Path, module: str, text: str) -> None:
    """Whatever way it is written, it is found, and said of the module where it stands."""
    (stray,) = strays(plant(tmp_path, module, text))

    assert re.match(rf"{re.escape(module)} (imports|names) (derivations|verifier)\.", stray)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("verifier.commands.trace", "from verifier.studies import onset"),
        ("verifier.studies.onset", "from derivations.square import frozen_leap"),
        ("verifier.registry", "CONTENTS = 'derivations.contents'"),
        ("verifier.kernel.rings", "from . import expression\nimport json"),
        ("verifier.report.phase", '"""Draws what ``verifier.studies`` found."""'),
        ("derivations.square.edge", "CHECK = 'verifier.studies.experiments.diabetes:run'"),
    ],
)
def test_an_arrow_that_is_drawn(tmp_path: Path, module: str, text: str) -> None:
    """What the drawing has is no fault, and neither is a sentence that names a module."""
    assert strays(plant(tmp_path, module, text)) == []


def test_a_helper_among_claims(tmp_path: Path) -> None:
    """A helper beside the claims is found, and so is a claim that is not there."""
    root = plant(tmp_path, "derivations.square.helper", "")

    assert misplaced(root, ("square.edge",)) == ["square.edge", "square.helper"]
