"""Runs of the square loss with weight decay, with momentum, or with BatchNorm's ε: each a kind of its own.

Their maps are derived in ``derivations.general``; of two at once no claim says anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from verifier.loss import Loss, Start
from verifier.parameters import BETA, EPSILON, OF_SQUARE, OMEGA
from verifier.studies.losses import SQUARE, Instance

MODELS = "derivations.general.model"
DECAYED = replace(
    SQUARE, name="weight decay", parameters=(*OF_SQUARE, OMEGA), formulas=f"{MODELS}.decay_map"
)
HEAVY = replace(
    SQUARE, name="momentum", parameters=(*OF_SQUARE, BETA), formulas=f"{MODELS}.heavy_map", blur=1
)
FED = replace(SQUARE, name="BatchNorm's ε", parameters=(*OF_SQUARE, EPSILON), formulas=f"{MODELS}.fed_map")


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
