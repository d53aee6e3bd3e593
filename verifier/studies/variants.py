"""Runs of the square loss with weight decay, with momentum, or with BatchNorm's ε: each a kind of its own.

Their maps are derived in ``derivations.general``; of two at once no claim says anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from verifier.loss import Loss, Start
from verifier.parameters import BETA, EPSILON, OMEGA, OWN_EPSILON, Parameter
from verifier.studies.losses import SQUARE, Instance

MODELS = "derivations.general.model"


def _with(name: str, extra: Parameter, formulas: str, own: Parameter | None = None, blur: int = 0) -> Loss:
    """The square loss with one parameter more; ``own`` is that in the units of a run, if it has some."""
    return replace(
        SQUARE,
        name=name,
        parameters=(*SQUARE.parameters, extra),
        physical=(*SQUARE.physical, own or extra),
        formulas=f"{MODELS}.{formulas}",
        blur=blur,
    )


DECAYED = _with("weight decay", OMEGA, "decay_map")
HEAVY = _with("momentum", BETA, "heavy_map", blur=1)
FED = _with("BatchNorm's ε", EPSILON, "fed_map", own=OWN_EPSILON)


@dataclass(frozen=True)
class DecayedInstance(Instance):
    """A run with weight decay: in each step the share ω of w is taken away."""

    omega0: Fraction
    loss: ClassVar[Loss] = DECAYED


@dataclass(frozen=True)
class HeavyInstance(Instance):
    """A run with momentum: β times the last step of w is taken again, from rest."""

    beta_heavy0: Fraction
    loss: ClassVar[Loss] = HEAVY


@dataclass(frozen=True)
class FedInstance(Instance):
    """A run with BatchNorm's ε, in units of ηρ²."""

    eps_free0: Fraction
    loss: ClassVar[Loss] = FED


VARIANTS: dict[str, type[Start]] = {
    parameter.option: kind
    for parameter, kind in ((OMEGA, DecayedInstance), (BETA, HeavyInstance), (EPSILON, FedInstance))
}
"""By the option that gives it, what a run is then."""
