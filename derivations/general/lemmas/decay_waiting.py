"""With weight decay a rise needs scale, while the norm falls by a factor at most: so every rise is late."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Ge, Gt, log

from derivations.direction.rising_threshold import SLACK
from derivations.direction.system import UNIT_CIRCLE
from derivations.general.cone_invariance import establish_rate, establish_scale
from derivations.general.lemmas.decay_step import RISING
from derivations.general.model.decay import COSINE, KEPT, NORM, RUN, omega
from derivations.general.no_rising_edge import CAPPED
from derivations.notation import N, a, abar, at_next, at_start, c, k, lam, s, symbol
from derivations.proof import Proof, System
from derivations.square.cone_invariance import CAP, establish_cap
from derivations.square.model.system import LAMBDA
from derivations.square.scale_envelope import POWER, establish_upper

FAST = Gt(lam - 2 * KEPT, 0, evaluate=False)
SHRINKS: Expr = KEPT**2
"""What is left of N at least, in a step."""
SHRUNK = symbol("E_decay", r"E_\omega", "E_ω", "(1 − ω)^(2t), the share of N that is left at least")
LEAST: Expr = 2 * KEPT * at_start(N)
WAITING: Expr = log(abar / LEAST) / log(SHRINKS)
STARTED = Gt(at_start(N), 0, evaluate=False)
WAITING_RUN = RUN.with_more("capped run", parameters=(abar,), conditions=(omega > 0,), initial=CAP)


def _cosine(proof: Proof) -> str:
    """c' > 0 where c, a > 0."""
    return proof.positive(
        "cosine stays positive with decay", at_next(c),
        given=[c > 0, a > 0, N > 0, k > 0, omega < 1], lemmas=[establish_rate(proof)],
        relations=[LAMBDA, COSINE], multiplier=[k > 0],
        terms=[(1, [omega < 1, c > 0], 1), (1, [lam > 0], s)],
        because="k·c' = (1 − ω)c + λs² > 0.",
    )  # fmt: skip


def _norm(proof: Proof) -> tuple[str, str]:
    """What N keeps in a step, at least, and that this is not negative."""
    step = proof.positive(
        "norm, one step", at_next(N) - SHRINKS * N, given=[N > 0], relations=[NORM],
        terms=[(1, [N > 0], lam * s)], strict=False, because="N' − (1 − ω)²N = N(λs)² ≥ 0.",
    )  # fmt: skip
    return step, proof.positive("share is nonnegative", SHRINKS, terms=[(1, [], KEPT)], strict=False)


def _followed(proof: Proof, system: System, cosine: str, norm: tuple[str, str]) -> str:
    """Add c, a > 0 and N ≥ (1 − ω)^(2t) N_0 at all times; returns the name of the latter."""
    name = system.name
    proof.invariant(
        f"{name}: cone", system, {c > 0: (None, cosine), a > 0: (None, establish_scale(proof))},
        because="So c_t > 0 and a_t > 0 for all t.",
    )  # fmt: skip
    return proof.rule(
        "growth", f"{name}: norm", system, quantity=N, ratio=SHRINKS, direction=">=", step=norm[0],
        nonnegative=norm[1], because="Iterated: N_t ≥ (1 − ω)^(2t) N_0.",
    )  # fmt: skip


def establish_followed(proof: Proof, system: System) -> str:
    """Add c, a > 0 and N ≥ (1 − ω)^(2t) N_0 at all times of ``system``; returns the name of the latter."""
    return _followed(proof, system, _cosine(proof), _norm(proof))


def establish_fast(proof: Proof) -> str:
    """Add: a rise needs λ > 2(1 − ω) (where c, λ > 0); returns the step's name."""
    return proof.positive(
        "a rise needs a high rate", FAST.lhs, given=[RISING, c > 0, lam > 0], relations=[UNIT_CIRCLE],
        multiplier=[c > 0], terms=[(1, [RISING], 1), *SLACK[1:]],
        because="c(λ − 2(1 − ω)) = margin + λ(2c + 1)(1 − c).",
    )  # fmt: skip


def establish_waiting(proof: Proof) -> tuple[str, str, str]:
    """A rise needs scale; the norm falls by a factor at most."""
    any_run, run = proof.system(RUN), proof.system(WAITING_RUN)
    cosine, norm = _cosine(proof), _norm(proof)
    free, norms = (_followed(proof, system, cosine, norm) for system in (any_run, run))
    establish_cap(proof, run)
    envelope = establish_upper(proof, any_run)
    fast = establish_fast(proof)
    left = Ge(N - SHRUNK * at_start(N), 0, evaluate=False)
    given = [RISING, c > 0, a > 0, N > 0, omega < 1, left]
    known: dict[str, Any] = {"lemmas": [establish_rate(proof), fast], "relations": [UNIT_CIRCLE, LAMBDA]}
    rest = [(1, [N > 0, FAST], 1), (2, [omega < 1, left], 1)]
    capped = proof.positive(
        "a rise needs scale, capped", abar - SHRUNK * LEAST, given=[*given, CAPPED],
        terms=[(1, [CAPPED], 1), *rest], **known,
        because="Add up ā ≥ a = λN > 2(1 − ω)N and N ≥ (1 − ω)^(2t) N_0.",
    )  # fmt: skip
    kept = Ge((1 - a) - POWER * (1 - at_start(a)), 0, evaluate=False)
    learned = proof.positive(
        "a rise needs scale, learned", 1 - POWER * (1 - at_start(a)) - SHRUNK * LEAST, given=[*given, kept],
        terms=[(1, [kept], 1), *rest], **known,
        because="Likewise with 1 − a ≥ (1 − h)^t(1 − a_0) in place of a ≤ ā.",
    )  # fmt: skip
    late = proof.rule(
        "at-every-time", "every rise is late", run, sequent=capped,
        uses=[{"fact": norms, "power": str(SHRUNK)}], assume=[RISING],
        because="This holds at every t at which the direction rises.",
    )  # fmt: skip
    later = proof.rule(
        "at-every-time", "every rise is late, by the scale", any_run, sequent=learned,
        uses=[{"fact": free, "power": str(SHRUNK)}, {"fact": envelope, "power": str(POWER)}],
        assume=[RISING], because="This too.",
    )  # fmt: skip
    least = proof.positive(
        "least scale positive", LEAST, given=[omega < 1, STARTED], terms=[(2, [omega < 1, STARTED], 1)],
        because="2(1 − ω)N_0 > 0.",
    )  # fmt: skip
    room = proof.positive(
        "cap positive", abar, given=[abar >= 1], terms=[(1, [abar >= 1], 1), (1, [], 1)], because="ā ≥ 1.",
    )  # fmt: skip
    share = proof.positive(
        "share is positive", SHRINKS, given=[omega < 1], terms=[(1, [omega < 1, omega < 1], 1)],
        because="(1 − ω)² > 0,",
    )  # fmt: skip
    below = proof.positive(
        "share is below 1", 1 - SHRINKS, given=[omega > 0, omega < 1],
        terms=[(1, [omega > 0], 1), (1, [omega > 0, omega < 1], 1)],
        because="and 1 − (1 − ω)² = ω + ω(1 − ω) > 0.",
    )  # fmt: skip
    solved = proof.rule(
        "logarithm", "waiting time", run, fact=late, power=str(SHRUNK), ratio=SHRINKS, left=LEAST,
        right=abar, shrinks=True, left_positive=least, right_positive=room,
        ratio_positive=share, ratio_against_one=below,
        because="Solve for t: ln (1 − ω)² < 0.",
    )  # fmt: skip
    return late, later, solved
