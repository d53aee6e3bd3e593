"""How many steps a rising edge has, in any model: each costs a factor of the norm, which a rise caps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, Ge, Gt
from sympy.core.relational import Relational

from derivations.direction.system import CIRCLES, RISES
from derivations.direction.tangential import (
    BEYOND,
    EDGE,
    FASTER,
    GROWN,
    OFF_TARGET,
    TANGENT,
    WIDER,
    Gam,
    Psi,
    establish_beyond,
    establish_edge,
    establish_faster,
    establish_tangent,
    gam,
    tan,
)
from derivations.notation import N, at_next, at_start, c, kappa, plain, s
from derivations.proof import Proof, System

PULLED = Ge(Gam - kappa * N, 0, evaluate=False)
"""The gradient on the unit sphere is at most Γ/η."""
PULLED_AT_SINE = Ge(Gam * s - kappa * N, 0, evaluate=False)
"""It is at most Γ sin θ/η."""
FIRST, COSINE_FIRST = at_start(tan), at_start(c)
SLOW: Expr = 2 * gam * FIRST
"""2γ tan θ_0, which is less than Ψ."""
ROOM = Gt(1 - gam**2 * FIRST**2, 0, evaluate=False)
"""γ tan θ_0 < 1: otherwise the first step does not rise."""
MIRRORED: Expr = Psi * (1 - gam**2 * FIRST**2) - SLOW
STRONG = Gt(Gam, 0, evaluate=False)
FACING = Gt(COSINE_FIRST, 0, evaluate=False)
STARTED = Gt(at_start(N), 0, evaluate=False)
CLOSER = Ge(COSINE_FIRST - c, 0, evaluate=False)
WIDEST: Expr = Gam * COSINE_FIRST * (1 - gam**2 * FIRST**2)
"""Above 2γN at every step of an edge, where the gradient is at most Γ sin θ/η."""
PULLED_EDGE = EDGE.with_more("edge", guards=(PULLED,), initial=(STRONG,))
SHARP: dict[str, tuple[Any, ...]] = {"parameters": (Psi,), "initial": (ROOM,), "instant": (MIRRORED,)}
SHARP_EDGE = PULLED_EDGE.with_more("sharp edge", **SHARP)
SINE_EDGE = EDGE.with_more("sine edge", guards=(PULLED_AT_SINE,), initial=(STRONG,)).with_more(
    "sine edge", **SHARP
)


@dataclass(frozen=True)
class Least:
    """A number below κ at every step of an edge; the names of the steps that say so, and that it is > 0."""

    value: Expr
    above: str
    positive: str

    @property
    def condition(self) -> Relational:
        """That κ is above it."""
        return Gt(kappa - self.value, 0, evaluate=False)


def establish_slow(proof: Proof) -> Least:
    """Add κ > 2γ tan θ_0 > 0 on an edge."""
    above = proof.positive(
        "κ above 2γ tan θ_0, if above 2γ tan θ", kappa - SLOW, given=[FASTER, gam > 0, WIDER],
        terms=[(1, [FASTER], 1), (2, [gam > 0, WIDER], 1)],
        because="On the edge tan θ ≥ tan θ_0;",
    )  # fmt: skip
    joined = proof.together(
        "κ above 2γ tan θ_0", Gt(kappa - SLOW, 0, evaluate=False),
        [establish_beyond(proof), establish_faster(proof), above],
        "so each of its steps has κ > 2γ tan θ_0.",
    )  # fmt: skip
    positive = proof.positive(
        "2γ tan θ_0 positive", SLOW, given=[gam > 0, OFF_TARGET], terms=[(2, [gam > 0, OFF_TARGET], 1)],
        because="This is positive.",
    )  # fmt: skip
    return Least(SLOW, joined, positive)


def establish_mirror(proof: Proof) -> Least:
    """Add κ > Ψ > 0 on an edge that starts with γ tan θ_0 < 1."""
    above = proof.positive(
        "κ above Ψ, if beyond the mirror image", kappa - Psi,
        given=[BEYOND, gam > 0, kappa > 0, WIDER, OFF_TARGET, ROOM], relations=[MIRRORED],
        multiplier=[ROOM], cofactors=[-1],
        terms=[
            (1, [BEYOND], 1), (2, [gam > 0, WIDER], 1),
            (1, [kappa > 0, WIDER, WIDER], gam), (2, [kappa > 0, WIDER, OFF_TARGET], gam),
        ],
        because="κ(1 − γ² tan²θ_0) ≥ κ(1 − γ² tan²θ) > 2γ tan θ ≥ 2γ tan θ_0 = Ψ(1 − γ² tan²θ_0);",
    )  # fmt: skip
    joined = proof.together(
        "κ above Ψ", Gt(kappa - Psi, 0, evaluate=False), [establish_beyond(proof), above],
        "so each step of the edge has κ > Ψ.",
    )  # fmt: skip
    positive = proof.positive(
        "Ψ positive", Psi, given=[gam > 0, OFF_TARGET, ROOM], relations=[MIRRORED], multiplier=[ROOM],
        cofactors=[1], terms=[(2, [gam > 0, OFF_TARGET], 1)], because="This is positive.",
    )  # fmt: skip
    return Least(Psi, joined, positive)


def establish_count(
    proof: Proof, system: System, least: Least, weight: tuple[Expr, str], cap: tuple[Expr, str], below: str
) -> str:
    """Add weight·N_0·(1 + least²)^(n−1) < cap for the n steps of the edge, solved for n; its name.

    ``weight`` and ``cap`` each come with the name of the step that says it is positive, and ``below`` is
    that by which weight·N < cap at a step.
    """
    name, factor, quantity = system.name, 1 + least.value**2, weight[0] * N
    above, heavy = least.condition, Gt(weight[0], 0, evaluate=False)
    steep = Gt(least.value, 0, evaluate=False)
    grown = proof.positive(
        f"{name}: growth, by κ", system.after(quantity) - factor * quantity,
        given=[N > 0, above, heavy, steep], relations=[GROWN],
        terms=[(1, [N > 0, heavy, above, above], 1), (2, [N > 0, heavy, steep, above], 1)],
        strict=False, because=f"N' = N(1 + κ²) > N({plain(factor)}).",
    )  # fmt: skip
    grows = proof.together(
        f"{name}: growth", proof.conclusions[grown], [weight[1], least.positive, least.above, grown],
        "So each step multiplies N by this at least,",
    )  # fmt: skip
    never = proof.positive(
        f"{name}: norm never falls", system.after(quantity) - quantity, given=[N > 0, heavy],
        relations=[GROWN], terms=[(1, [N > 0, heavy], kappa)], strict=False,
        because="and none lets it fall.",
    )  # fmt: skip
    falls = proof.together(
        f"{name}: norm, at any step", proof.conclusions[never], [weight[1], never],
    )  # fmt: skip
    one = proof.positive(
        f"{name}: growth positive", factor, terms=[(1, [], 1), (1, [], least.value)],
        because="This factor is positive,",
    )  # fmt: skip
    more = proof.positive(
        f"{name}: growth above 1, by its root", factor - 1, given=[steep], terms=[(1, [steep, steep], 1)],
        because="and above 1.",
    )  # fmt: skip
    above_one = proof.together(
        f"{name}: growth above 1", proof.conclusions[more], [least.positive, more]
    )  # fmt: skip
    counted = proof.rule(
        "counting", f"{name}: steps, counted", system, event=[RISES], quantity=quantity, growth=factor,
        cap=cap[0], at_event=grows, otherwise=falls, below_cap=below, nonnegative=one,
        because=f"Of n steps, n − 1 come before the last, where {plain(quantity)} is still below "
        f"{plain(cap[0])}.",
    )  # fmt: skip
    first = proof.positive(
        f"{name}: norm at the start, weighed", system.start(quantity), given=[heavy, STARTED],
        terms=[(1, [heavy, STARTED], 1)], because="The first number is positive.",
    )  # fmt: skip
    left = proof.together(
        f"{name}: norm at the start", proof.conclusions[first], [weight[1], first]
    )  # fmt: skip
    return proof.rule(
        "logarithm", f"{name}: steps", system, fact=counted, ratio=factor, left=system.start(quantity),
        right=cap[0], shrinks=False, left_positive=left, right_positive=cap[1], ratio_positive=one,
        ratio_against_one=above_one, because="Solved for n:",
    )  # fmt: skip


def establish_edges(proof: Proof) -> tuple[str, str, str]:
    """Add the three bounds of the number of steps: by 2γ tan θ_0, by Ψ, and by Ψ if pulled as sin θ."""
    return _pulled(proof, PULLED_EDGE, establish_slow(proof)), *_sharp(proof, establish_mirror(proof))


def _pulled(proof: Proof, system: System, least: Least) -> str:
    establish_edge(proof, proof.system(system))
    strong = _strong(proof)
    above = least.condition
    below = proof.positive(
        f"{system.name}: norm, by κ", Gam - least.value * N, given=[N > 0, above, PULLED],
        terms=[(1, [PULLED], 1), (1, [N > 0, above], 1)], because="The pull caps the norm: κN ≤ Γ.",
    )  # fmt: skip
    capped = proof.together(
        f"{system.name}: norm below its cap", proof.conclusions[below], [least.above, below],
        "So at each step of the edge",
    )  # fmt: skip
    return establish_count(proof, system, least, (least.value, least.positive), (Gam, strong), capped)


def _strong(proof: Proof) -> str:
    if (name := "pull positive") in proof.conclusions:
        return name
    return proof.positive(name, Gam, given=[STRONG], terms=[(1, [STRONG], 1)], because="Γ > 0.")


def _sharp(proof: Proof, least: Least) -> tuple[str, str]:
    by_pull = _pulled(proof, SHARP_EDGE, least)
    system = proof.system(SINE_EDGE)
    establish_edge(proof, system)
    _establish_closer(proof, system)
    positive = proof.positive(
        "widest positive", WIDEST, given=[STRONG, FACING, ROOM], terms=[(1, [STRONG, FACING, ROOM], 1)],
        because="The cap is positive.",
    )  # fmt: skip
    weight = proof.positive("2γ positive", 2 * gam, given=[gam > 0], terms=[(2, [gam > 0], 1)])
    counted = establish_count(proof, system, least, (2 * gam, weight), (WIDEST, positive), _below(proof))
    return by_pull, counted


def _establish_closer(proof: Proof, system: System) -> None:
    """Add cos θ ≤ cos θ_0 on the edge."""
    sides = proof.positive(
        "sum of the cosines", c + at_next(c), given=[c > 0, at_next(c) > 0],
        terms=[(1, [c > 0], 1), (1, [at_next(c) > 0], 1)],
    )  # fmt: skip
    step = proof.positive(
        "cosine falls", system.after(CLOSER.lhs), given=[RISES, CLOSER, c > 0, at_next(c) > 0],
        lemmas=[sides], relations=[*CIRCLES], multiplier=[c + at_next(c) > 0],
        terms=[(1, [RISES], 1), (1, [CLOSER, c + at_next(c) > 0], 1)], strict=False,
        because="On an edge cos θ falls at every step;",
    )  # fmt: skip
    start = proof.identity(
        "cosine at the start", c, COSINE_FIRST, relations=[c - COSINE_FIRST], because="at time 0,"
    )
    proof.invariant(
        f"{system.name}: cosine", system, {CLOSER: (start, step)}, because="hence cos θ_t ≤ cos θ_0."
    )


def _below(proof: Proof) -> str:
    """Add 2γN < Γ cos θ_0 (1 − γ² tan²θ_0) at a step of such an edge; returns the step's name."""
    room = Gt(1 - gam**2 * tan**2, 0, evaluate=False)
    inside = proof.positive(
        "γ tan θ below 1, beyond the mirror image", room.lhs, given=[BEYOND, kappa > 0, gam > 0, tan >= 0],
        multiplier=[kappa > 0], terms=[(1, [BEYOND], 1), (2, [gam > 0, tan >= 0], 1)],
        because="κ(1 − γ² tan²θ) > 2γ tan θ ≥ 0.",
    )  # fmt: skip
    wide = proof.positive(
        "tangent positive", tan, given=[WIDER, OFF_TARGET], terms=[(1, [WIDER], 1), (1, [OFF_TARGET], 1)],
    )  # fmt: skip
    now: Expr = Gam * c * (1 - gam**2 * tan**2) - 2 * gam * N
    here = proof.positive(
        "norm capped here", now, given=[BEYOND, PULLED_AT_SINE, N > 0, room, tan > 0], relations=[TANGENT],
        multiplier=[tan > 0], terms=[(1, [PULLED_AT_SINE, room], 1), (1, [N > 0, BEYOND], 1)],
        because="Where κN ≤ Γ sin θ: 2γN tan θ < Nκ(1 − γ² tan²θ) ≤ Γ cos θ tan θ (1 − γ² tan²θ);",
    )  # fmt: skip
    capped = proof.positive(
        "norm capped by the start", WIDEST - 2 * gam * N,
        given=[now > 0, STRONG, CLOSER, ROOM, c > 0, WIDER, OFF_TARGET],
        terms=[
            (1, [now > 0], 1), (1, [STRONG, CLOSER, ROOM], 1), (1, [STRONG, c > 0, WIDER, WIDER], gam),
            (2, [STRONG, c > 0, WIDER, OFF_TARGET], gam),
        ],
        because="as cos θ falls and tan θ grows on the edge,",
    )  # fmt: skip
    return proof.together(
        "sine edge: norm below its cap", proof.conclusions[capped],
        [establish_beyond(proof), establish_tangent(proof), inside, wide, here, capped],
        "at each step of the edge 2γN < Γ cos θ_0 (1 − γ² tan²θ_0).",
    )  # fmt: skip
