"""The two losses, each once: all that commands, diagrams, tables and reports know of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from verifier.loss import Loss, Start
from verifier.parameters import LOGISTIC_WITH_UNITS, OF_LOGISTIC, OF_SQUARE, SQUARE_WITH_UNITS

SQUARE = Loss(
    name="square",
    parameters=OF_SQUARE,
    formulas="derivations.square.model.run_map",
    restarts=48,
    memories=30,
    sampler="verifier.studies.instances:sample",
    spread="verifier.studies.instances:SPREAD",
    axes=("scale0:0.01:1.5", "saturated-lr:0.5:6"),
    cells="verifier.studies.diagram.engine",
    regions="verifier.studies.diagram.square_regions",
    physical=SQUARE_WITH_UNITS,
    units="verifier.studies.units:SQUARE",
)
LOGISTIC = Loss(
    name="logistic",
    parameters=OF_LOGISTIC,
    formulas="derivations.logistic.model.run_map",
    restarts=128,
    memories=20,
    sampler="verifier.studies.logistic_instances:sample",
    spread="verifier.studies.logistic_instances:SPREAD",
    axes=("scale0:0.05:4", "direction-lr:1:8"),
    cells="verifier.studies.diagram.balls",
    regions="verifier.studies.diagram.logistic_regions",
    physical=LOGISTIC_WITH_UNITS,
    units="verifier.studies.units:LOGISTIC",
)


@dataclass(frozen=True)
class Instance(Start):
    """One square-loss run: scale learning rate h, initial scale a_0, squared norm N_0 = 1/Λ, angle θ_0.

    All without units (``square.unit-free``); ``theta0`` is in radians.
    """

    h: Fraction
    a0: Fraction
    N0: Fraction
    theta0: Fraction
    loss: ClassVar[Loss] = SQUARE


@dataclass(frozen=True)
class LogisticInstance(Start):
    """One planar run of the logistic loss: h, scale α_0, squared norm N_0 = ‖w_0‖²/η, angle θ_0.

    All without units; ``theta0`` is in radians, and all margins are ≥ 0 where it is at most π/4.
    """

    h: Fraction
    alpha0: Fraction
    N0: Fraction
    theta0: Fraction
    loss: ClassVar[Loss] = LOGISTIC


LOSSES: dict[str, type[Start]] = {kind.loss.name: kind for kind in (Instance, LogisticInstance)}
"""By the name of a loss, what a run of it is; its ``loss`` is the rest."""
