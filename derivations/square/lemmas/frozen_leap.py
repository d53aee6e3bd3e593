"""What a leap rests on: the closed forms, and three growth facts of runs whose angle stays tiny."""

from __future__ import annotations

from sympy import Expr, log

from derivations.direction import monotone_norm
from derivations.direction.circle import CIRCLE_BAR, COSINES, establish_aligned
from derivations.direction.system import NORM, UNIT_CIRCLE
from derivations.notation import N, a, abar, at_next, at_start, c, cbar, e, h, lam, s, sbar, symbol, t
from derivations.proof import Proof, System
from derivations.square import cone_invariance, scale_envelope
from derivations.square.model.system import LAMBDA, RUN, SCALE
from derivations.square.scale_envelope import RATIO

NORM_POWER = symbol("G_power", "G", "G", "(1 + M²s̄²)^t, at most the growth of the squared norm")
THRESHOLD = symbol("tau_level", r"\tau", "τ", "a value that the effective learning rate passes")
FROZEN_LR: Expr = (1 - at_start(e) * RATIO**t) / at_start(N)
"""ℓ_t, the effective learning rate if the angle were 0 from now on."""
BETA: Expr = at_start(e) / (1 - at_start(N))
"""1 − ℓ_t = −(1/N_0 − 1)(1 − β(1 − h)^t)."""
CROSSING: Expr = log(at_start(e) / (1 - THRESHOLD * at_start(N))) / -log(RATIO)
"""The real t at which ℓ_t = τ."""
LARGEST_LR = symbol("M_lr", "M", "M", "at least ā/N_0, hence at least every λ of the run")
NORM_FACTOR: Expr = 1 + LARGEST_LR**2 * sbar**2
"""One step multiplies the squared norm by at most this."""
SMALL = s**2 <= sbar**2


def leap_system() -> System:
    """Runs whose angle stays below arcsin s̄, at each state from which a step is made."""
    return RUN.with_more(
        "leap",
        parameters=(abar, sbar, cbar, LARGEST_LR),
        initial=(
            abar >= 1,
            abar >= at_start(a),
            LARGEST_LR > 0,
            LARGEST_LR * at_start(N) >= abar,
            cbar > 0,
        ),
        guards=(SMALL,),
        instant=(CIRCLE_BAR,),
    )


def establish(proof: Proof, system: System) -> tuple[str, str, str]:
    """The three growth facts of the leap: scale error from below, from above, and the norm.

    ``system`` is ``leap_system()``, declared; the facts have ratio 1 − h, 1 − h and ``NORM_FACTOR``.
    """
    cone_invariance.establish(proof, system)
    cone_invariance.establish_cap(proof, system)
    monotone_norm.establish_norm(proof, system)
    below = scale_envelope.establish_upper(proof, system)
    aligned = establish_aligned(proof, SMALL)
    drift = proof.positive(
        "distance to c̄, one step",
        RATIO * (cbar - a) - (cbar - at_next(a)),
        given=[h > 0, c > 0, cbar > 0, SMALL],
        lemmas=[COSINES, aligned],
        relations=[SCALE, UNIT_CIRCLE, CIRCLE_BAR],
        terms=[(1, [h > 0, c >= cbar], 1)],
        strict=False,
        because="Hence c̄ − a' = (1 − h)(c̄ − a) − h(c − c̄) ≤ (1 − h)(c̄ − a).",
    )
    above = proof.rule(
        "growth", "scale error from above", system,
        quantity=cbar - a, ratio=RATIO, direction="<=", step=drift,
        because="Iterated: c̄ − a_t ≤ (1 − h)^t (c̄ − a₀).",
    )  # fmt: skip
    return below, above, _establish_norm(proof, system)


def _establish_norm(proof: Proof, system: System) -> str:
    capped = proof.positive(
        "λ at most M",
        LARGEST_LR - lam,
        given=[N > 0, N >= at_start(N), a <= abar, LARGEST_LR > 0, LARGEST_LR * at_start(N) >= abar],
        relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            (1, [LARGEST_LR > 0, N >= at_start(N)], 1),
            (1, [LARGEST_LR * at_start(N) >= abar], 1),
            (1, [a <= abar], 1),
        ],
        strict=False,
        because="N never falls and a ≤ ā, so λ = a/N ≤ ā/N₀ ≤ M.",
    )
    proof.rule("consequence", "λ never above M", system, sequents=[capped])
    step = proof.positive(
        "norm growth, one step",
        N * NORM_FACTOR - at_next(N),
        given=[N > 0, lam > 0, lam <= LARGEST_LR, LARGEST_LR > 0, SMALL],
        relations=[NORM],
        terms=[
            (1, [N > 0, SMALL], LARGEST_LR),
            (1, [N > 0, lam <= LARGEST_LR, LARGEST_LR > 0], s),
            (1, [N > 0, lam <= LARGEST_LR, lam > 0], s),
        ],
        strict=False,
        because="N(1 + M²s̄²) − N' = N(M²(s̄² − s²) + s²(M − λ)(M + λ)) ≥ 0.",
    )
    factor = proof.positive(
        "norm factor positive", NORM_FACTOR, terms=[(1, [], 1), (1, [], LARGEST_LR * sbar)]
    )
    return proof.rule(
        "growth", "norm from above", system,
        quantity=N, ratio=NORM_FACTOR, direction="<=", step=step, nonnegative=factor,
        because="Iterated: N_t ≤ N₀(1 + M²s̄²)^t.",
    )  # fmt: skip
