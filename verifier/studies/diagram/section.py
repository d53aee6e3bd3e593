"""The phase diagram of the report."""

from __future__ import annotations

from fractions import Fraction

from verifier.batch.executor import Executor
from verifier.results.phase import Diagram
from verifier.studies.diagram.diagram import Axis, Phase
from verifier.studies.diagram.phase import compute
from verifier.studies.losses import SQUARE

X = Axis("scale0", Fraction(1, 100), Fraction(3, 2))
Y = Axis("saturated_lr", Fraction(1, 2), Fraction(6))
FIXED = {"scale_lr": Fraction(1, 100), "angle0": Fraction(1, 20)}


def phase(quick: bool, seed: int, precision: int) -> Diagram:
    """A small diagram over a_0 and Λ, as ``verifier.studies.diagram.phase.compute`` gives it.

    Neither ``seed`` nor ``precision`` matters: nothing is drawn at random, and float64 decides.
    """
    undecided, raster = (0.05, 24) if quick else (0.01, 64)
    with Executor() as executor:
        return compute(Phase(SQUARE, X, Y, FIXED, undecided=undecided, raster=raster), executor)
