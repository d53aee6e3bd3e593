"""The delay by the local threshold: κ_max in place of the largest eigenvalue, at any angle.

Statement
    Let M = Σ − bbᵀ/ρ² and κ_max its largest eigenvalue, at most L.  A rise needs λκ_max cos θ > 2, at
    any acute angle.  Where λκ_max ≤ 2, cos θ' > 0.  If āκ_max ≤ 2ℓX_0, then sin θ_{t+1} ≤ sin θ_t for all
    t, and the loss never rises.  If a_0 < 1, 2ℓX_0 < κ_max and h < 1, then every rise of the direction or
    of the loss at a time t obeys t > ln((1 − a_0)/(1 − 2ℓX_0/κ_max)) / (−ln(1 − h)).  No such bound from
    above can exist: what neither w nor u has along an eigenvector, w never has, whatever its eigenvalue.
Hypotheses
    Σ ≻ 0 with least eigenvalue ℓ, η > 0, 0 < h ≤ 1, α_0 > 0, c_0 > 0.
Source
    Our own.  The constant is the best for every Σ and every target: by general.linear-threshold some
    direction beside the target rises as soon as λκ_max > 2.  With L for κ_max these are
    general.rising-threshold, general.no-rising-edge and general.waiting-time-lower; so the price of not
    whitening is κ_max/ℓ.  For a target along the steepest direction κ_max is the second eigenvalue of Σ.
Argument
    With z = Σt, G = ‖z‖_Σ² and E = ⟨u, z⟩_Σ = cB + A, G − E² = ⟨z, Mz⟩ ≤ κ_max|z|² = κ_max A.  The margin
    of general.rising-criterion is λ(c²G − E²) − 2cA = λc²(G − E²) − λs²E² − 2cA ≤ cA(λκ_max c − 2).
    As B² ≤ G, A(κ_max c² + 2E − A) = c²(κ_max A − G + E²) + c²(G − B²) + s²E² ≥ 0; so where A > 0,
    2k·cos θ' = 2c + 2λE ≥ c(2 − λκ_max c) + λA > 0.  Where A = 0 nothing moves.
    N ≥ ℓX, X never falls, a ≤ ā, and early a ≤ 1 − (1 − h)^t(1 − a_0): as in the claims with L.
Not verified
    That ⟨z, Mz⟩ = G − ⟨u, z⟩_Σ², by the definition of M, and that M ≼ κ_max I for its largest eigenvalue;
    that κ_max ≤ L, as M ≼ Σ.  The certificate is about a positive margin, which a rise has by
    general.rising-criterion where λ > 0.
"""

from __future__ import annotations

from typing import Any

from sympy import Eq, Expr, Ge, Gt, Le, Max, Rational, log

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.cone_invariance import LONGER, establish_length, establish_rate, establish_scale
from derivations.general.lemmas.coordinates import STEP, TANGENT, sigma_j, u_j, w_j
from derivations.general.lemmas.eigenvalues import kappa_max
from derivations.general.lemmas.felt_step import (
    THRESHOLD,
    establish_cosine,
    establish_seen,
    establish_slow,
    establish_threshold,
    establish_unseen,
)
from derivations.general.model import checked
from derivations.general.model.felt import FELT, GRAM, RUN, SLOW, TARGETED, TOWARDS, felt
from derivations.general.model.hypotheses import WITHOUT_ALIGNMENT, WITHOUT_SCALE, definite
from derivations.general.model.system import HELD, A, X, ell
from derivations.general.no_rising_edge import CAPPED, NO_LOSS_RISE, establish_loss
from derivations.general.rising_criterion import MARGIN, RISING, establish_not_rising
from derivations.general.rising_threshold import likely as threshold_likely
from derivations.general.waiting_time_lower import KEPT, LEFT_SIGN, POWER_SIGN
from derivations.notation import N, a, abar, at_next, at_start, c, h, lam, r, s, t
from derivations.proof import Proof, System
from derivations.proof.hypothesis import hypothesis
from derivations.proof.narrate import main
from derivations.proof.statement import Statement, always, for_all
from derivations.square.cone_invariance import CAP, CEILING, establish_cap
from derivations.square.loss_rises_only_with_direction import LOSS_RISES
from derivations.square.loss_step_identity import LOSS_STEP
from derivations.square.model.hypotheses import aligned_start, positive_scale, scale_rate_at_most_one
from derivations.square.model.system import LAMBDA
from derivations.square.scale_envelope import POWER, RATIO, establish_upper
from verifier.arithmetic.balls import both, floor_of_lower, less, less_equal, positive
from verifier.claim import Alteration, Answer, Check, Claim, Provenance, Status, every, given, never

HALF = Rational(1, 2)
REGIME = Ge(2 * ell * at_start(X) - kappa_max * abar, 0, evaluate=False)
"""āκ_max ≤ 2ℓX_0."""
SATURATED = RUN.with_more("saturated run", parameters=(abar,), initial=(*CAP, REGIME))
LEFT: Expr = kappa_max * (1 - at_start(a))
RIGHT: Expr = kappa_max - 2 * ell * at_start(X)
"""A rise at t needs (1 − h)^t · LEFT < RIGHT."""
WAITING: Expr = log(RIGHT / LEFT) / log(RATIO)
EARLY = Ge(POWER * LEFT - RIGHT, 0, evaluate=False)
LATE = Gt(RIGHT - POWER * LEFT, 0, evaluate=False)
ROOM = Gt(RIGHT, 0, evaluate=False)
WAITING_RUN = RUN.with_more("waiting run", conditions=(h < 1,), initial=(LEFT_SIGN, ROOM))


def _saturated(proof: Proof) -> tuple[str, ...]:
    """Below saturation λκ_max ≤ 2 at all times; the cone, and no rise of the direction or the loss."""
    run = proof.system(SATURATED)
    name = run.name
    establish_length(proof, run)
    establish_cap(proof, run)
    slow = proof.positive(
        "λκ_max at most 2", SLOW.lhs,
        given=[N > 0, HELD, LONGER, ell > 0, kappa_max > 0, CAPPED, REGIME], relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[
            *((2, [HELD], 1), (2, [ell > 0, LONGER], 1), (1, [REGIME], 1)), (1, [kappa_max > 0, CAPPED], 1)
        ],
        strict=False,
        because="N(2 − λκ_max) = 2(N − ℓX) + 2ℓ(X − X_0) + (2ℓX_0 − āκ_max) + κ_max(ā − a).",
    )  # fmt: skip
    proof.rule(
        "consequence", f"{name}: λκ_max at every time", run, sequents=[slow],
        because="Hence λ_tκ_max ≤ 2 for all t.",
    )  # fmt: skip
    cone = proof.invariant(
        f"{name}: cone", run,
        {c > 0: (None, establish_cosine(proof)), a > 0: (None, establish_scale(proof))},
        because="so by induction c_t > 0 and a_t > 0 for all t.",
    )  # fmt: skip
    proof.rule("consequence", f"{name}: λ", run, sequents=[establish_rate(proof)])
    margin = proof.rule(
        "consequence", f"{name}: margin", run, sequents=[establish_slow(proof)],
        because="Hence the rising margin is not positive at any t.",
    )  # fmt: skip
    still = proof.rule(
        "growth", "the direction never rises", run, quantity=s**2, ratio=c**0, direction="<=",
        step=establish_not_rising(proof), because="So sin²θ never rises, at any t.",
    )  # fmt: skip
    loss = proof.rule(
        "at-every-step", "the loss never rises", run, assume=[],
        sequents=[establish_cosine(proof), establish_scale(proof), establish_loss(proof)],
        because="Nor does the loss.",
    )  # fmt: skip
    return cone, margin, still, loss


def _early(proof: Proof, system: System) -> str:
    """Add that λκ_max ≤ 2, and c, a > 0, as long as it is early; returns the name of the envelope."""
    establish_length(proof, system)
    envelope = establish_upper(proof, system)
    slowly = proof.system(system.with_more("slow run", guards=(SLOW,)))
    proof.invariant(
        "slow run: cone", slowly,
        {c > 0: (None, establish_cosine(proof)), a > 0: (None, establish_scale(proof))},
        because="By induction c_t > 0 and a_t > 0, as long as each step is slow.",
    )  # fmt: skip
    slow = proof.positive(
        "early, λκ_max at most 2", SLOW.lhs,
        given=[N > 0, HELD, LONGER, ell > 0, kappa_max > 0, KEPT, EARLY], relations=[LAMBDA],
        multiplier=[N > 0],
        terms=[(2, [HELD], 1), (2, [ell > 0, LONGER], 1), (1, [EARLY], 1), (1, [kappa_max > 0, KEPT], 1)],
        strict=False,
        because="N(2 − λκ_max) = 2(N − ℓX) + 2ℓ(X − X_0) + (2ℓX_0 − aκ_max), and early aκ_max ≤ 2ℓX_0.",
    )  # fmt: skip
    after = EARLY.subs(POWER, at_next(POWER))
    earlier = proof.positive(
        "early before, if early after", EARLY.lhs,
        given=[after, POWER_SIGN, LEFT_SIGN, h > 0, kappa_max > 0],
        relations=[at_next(POWER) - RATIO * POWER],
        terms=[(1, [after], 1), (1, [h > 0, POWER_SIGN, LEFT_SIGN, kappa_max > 0], 1)], strict=False,
        because="(1 − h)^t falls, so what is early was so before.",
    )  # fmt: skip
    proof.rule(
        "lasting", "early", system, into=slowly.name, held=[EARLY], backwards=[earlier, slow],
        because="so c_t > 0 and a_t > 0 as long as it is early.",
    )  # fmt: skip
    return envelope


def _waiting(proof: Proof) -> tuple[str, ...]:
    """Every rise of the direction is late, and every rise of the loss; both solved."""
    run = proof.system(WAITING_RUN)
    envelope = _early(proof, run)
    need = proof.positive(
        "early, a rise needs scale", LATE.lhs,
        given=[THRESHOLD, c > 0, a > 0, N > 0, kappa_max > 0, ell > 0, HELD, LONGER, KEPT],
        relations=[LAMBDA, UNIT_CIRCLE],
        terms=[
            *((1, [kappa_max > 0, KEPT], 1), (1, [N > 0, THRESHOLD], 1), (2, [HELD], 1)),
            *((HALF, [kappa_max > 0, a > 0], 1 - c), (HALF, [kappa_max > 0, a > 0], s)),
            (2, [ell > 0, LONGER], 1),
        ],
        because="Add up κ_max(1 − a) ≥ (1 − h)^tκ_max(1 − a_0), aκ_max ≥ aκ_max c > 2N and N ≥ ℓX_0.",
    )  # fmt: skip
    early = proof.together(
        "early, a rise is late", LATE, [establish_rate(proof), establish_threshold(proof), need]
    )  # fmt: skip
    absurd = proof.positive(
        "a loss that rises and does not", LATE.lhs, given=[LOSS_RISES, NO_LOSS_RISE, EARLY],
        multiplier=[LOSS_RISES],
        terms=[(1, [NO_LOSS_RISE, EARLY], 1), (1, [NO_LOSS_RISE], 1), (1, [LOSS_RISES], 1)],
        because="Where it is early the loss does not rise;",
    )  # fmt: skip
    quiet = proof.together(
        "early, the loss does not rise", LATE,
        [
            *(establish_rate(proof), "early, λκ_max at most 2", establish_slow(proof)),
            *(establish_cosine(proof), establish_scale(proof), establish_loss(proof), absurd),
        ],
        "for the step is slow and does not rise.",
    )  # fmt: skip
    late = proof.positive("late", LATE.lhs, given=[LATE], terms=[(1, [LATE], 1)], because="Or it is late.")
    left = proof.positive(
        "distance to 1 positive", LEFT, given=[kappa_max > 0, LEFT_SIGN],
        terms=[(1, [kappa_max > 0, LEFT_SIGN], 1)], because="As a_0 < 1 and κ_max > 0,",
    )  # fmt: skip
    uses = [{"fact": envelope, "power": str(POWER)}]
    found = []
    for what, event, inside in (("rise", RISING, early), ("loss rise", LOSS_RISES, quiet)):
        at = "state" if event is RISING else "step"
        either = proof.rule(
            "until", f"a {what} is late", run, lasting="early", at=at, given=[event], inside=inside,
            outside=late, because="In either case",
        )  # fmt: skip
        sequent = {"sequent": either} if at == "state" else {"sequents": [either]}
        every_time = proof.rule(
            f"at-every-{'time' if at == 'state' else 'step'}", f"every {what} is late", run, uses=uses,
            assume=[event], because=f"This holds at every t with a {what}.", **sequent,
        )  # fmt: skip
        solved = proof.rule(
            "logarithm", f"waiting time of a {what}", run, left_positive=left, fact=every_time,
            power=str(POWER), ratio=RATIO, left=LEFT, right=RIGHT, shrinks=True,
            because="Solve for t: the logarithm is increasing, and ln(1 − h) < 0.",
        )  # fmt: skip
        found += [every_time, solved]
    return tuple(found)


def derive() -> Proof:
    """One step by κ_max; a saturated run; a waiting one."""
    proof = Proof(CLAIM.id)
    seen = establish_seen(proof)
    step = (establish_threshold(proof), establish_cosine(proof))
    proof.conclude(*seen, *step, *_saturated(proof), *_waiting(proof), establish_unseen(proof))
    return proof


STEPS = 20
"""How many steps of a run a check looks at."""


def rises(run: Any, t: int) -> bool | None:
    """Whether w moves, and the direction rises at t by its margin."""
    return both(*(positive(run.evaluate(x, t)) for x in (lam * MARGIN, A)))


def holds_at_a_step(run: Any, threshold: int = 2, least: bool = False) -> Answer:
    """Where the direction rises by the cosines themselves, λκ_max c > ``threshold``.

    With ``least`` ℓ stands for κ_max.
    """
    top = ell if least else kappa_max

    def step(t: int) -> Answer:
        acute = both(positive(run.evaluate(c, t)), positive(run.evaluate(lam, t)))
        excess = run.evaluate(lam * top * c - threshold, t, kappa_max=run.kappa_max)
        return given(both(acute, checked.rises(run, t)), lambda: positive(excess))

    return every(*map(step, range(STEPS // 4)))


def holds_below(run: Any, limit: int = 2, priced: bool = True) -> Answer:
    """No rise of direction or loss, if āκ_max ≤ ``limit``·ℓX_0; without ``priced`` N_0 is for ℓX_0."""
    size = ell * at_start(X) if priced else at_start(N)
    room = run.evaluate(limit * size - kappa_max * Max(1, at_start(a)), kappa_max=run.kappa_max)
    events = (rises(run, t) for t in range(STEPS))
    return given(
        less_equal(0, room),
        lambda: every(never(events), never(run.loss_rises(t) for t in range(STEPS))),
    )


def bound(run: Any, slowdown: int = 1, priced: bool = True) -> int:
    """A natural number ≤ T, 0 where the statement is not about the run; see ``holds_early``."""
    least = 2 * (ell * at_start(X) if priced else at_start(N)) / kappa_max
    room, gap = (run.evaluate(1 - x, kappa_max=run.kappa_max) for x in (least, at_start(a)))
    if not both(positive(room), positive(gap), less(run.h, 1)):
        return 0
    return max(0, floor_of_lower((gap / room).log() / -(1 - run.h / slowdown).log()) + 1)


def holds_early(run: Any, extra: int = 0, slowdown: int = 1, priced: bool = True) -> Answer:
    """No rise of the direction or of the loss before the bound, as far as is looked.

    ``extra`` steps are added to it, h in it is divided by ``slowdown``; without ``priced`` N_0 is for ℓX_0.
    """
    earliest = bound(run, slowdown, priced)
    if not earliest:
        return Answer.VACUOUS
    times = range(min(2 * STEPS, earliest + extra))
    return every(never(rises(run, t) for t in times), never(run.loss_rises(t) for t in times))


def may_rise(run: Any) -> bool:
    """Whether this claim leaves it open that the direction rises."""
    return holds_below(run) is Answer.VACUOUS


ORTHOGONAL = Eq(felt, TOWARDS, evaluate=False)
CLAIM = Claim(
    id="general.sharp-delay",
    title="any covariance: threshold, no rise and waiting time by the curvature across w",
    provenance=Provenance.EXTENSION,
    wanted=Status.PROVED,
    statement=Statement(
        for_all(ORTHOGONAL, given=[r > 0], samples=TARGETED),
        for_all(GRAM, given=[r > 0], samples=TARGETED.having(sigma_j > 0)),
        for_all(Gt(lam * kappa_max * c, 2), given=[RISING, c > 0, lam > 0]),
        for_all(at_next(c) > 0, given=[SLOW, c > 0, a > 0]),
        always(c > 0, a > 0, Le(MARGIN, 0), given=[REGIME], where=[CEILING]),
        always(Le(s**2, at_start(s) ** 2), given=[REGIME], where=[CEILING]),
        always(Le(LOSS_STEP, 0), given=[REGIME], where=[CEILING]),
        *(
            part
            for event in (RISING, LOSS_RISES)
            for part in (
                always(RIGHT > RATIO**t * LEFT, given=[event, LEFT_SIGN, ROOM, h < 1]),
                always(Gt(t, WAITING), given=[event, LEFT_SIGN, ROOM, h < 1]),
            )
        ),
        for_all(Eq(at_next(w_j), 0), where=[Eq(at_next(w_j), STEP), TANGENT, Eq(u_j, 0), Eq(w_j, 0)]),
    ),
    hypotheses=(
        definite(
            "Needed: for Σ = I, with 2 for ℓ, (cos θ, sin θ, N, a) = (40/41, 9/41, 1/3, 1) has āκ_max = 1, "
            "2ℓX_0 = 4/3, and the first step rises.  No L is needed."
        ),
        hypothesis(
            "M is at most κ_max",
            "For Σ = I, where κ_max = 1, the first step rises from (40/41, 9/41, 1/3, 1), and with 1/2 for "
            "κ_max λκ_max cos θ = 60/41 < 2.",
            (kappa_max > 0, FELT),
        ),
        scale_rate_at_most_one(
            "h = 3/2 from (12/13, 5/13, 1/2, 91/240) for Σ = I, where ā = 2N_0: the scale overshoots, "
            "λ_1 > 2, and step 1 rises.  For h = 1 there is no waiting time: from (12/13, 5/13, 2/5, "
            "91/300), where λ_0 < 1, step 1 rises."
        ),
        positive_scale(WITHOUT_SCALE),
        aligned_start(WITHOUT_ALIGNMENT),
    ),
    doc=__doc__ or "",
    derive=derive,
    checks=(
        Check(
            "covariance",
            holds_at_a_step,
            (
                Alteration("2 becomes 3", {"threshold": 3}),
                Alteration("ℓ in place of κ_max", {"least": True}),
            ),
            threshold_likely,
        ),
        Check(
            "covariance",
            holds_below,
            (
                Alteration("the condition in the data's norm", {"priced": False}),
                Alteration("āκ_max ≤ 3ℓX_0", {"limit": 3}),
                Alteration("h ≤ 1 dropped", drop=frozenset({"h <= 1"})),
            ),
            lambda run: not may_rise(run),
        ),
        Check(
            "covariance",
            holds_early,
            (
                Alteration("one step more", {"extra": 1}),
                Alteration("the bound in the data's norm", {"priced": False}),
                Alteration("h becomes h/2 in the bound", {"slowdown": 2}),
            ),
            lambda run: bound(run) > 0,
        ),
    ),
    experiments=("verifier.studies.experiments.no_upper_bound:onsets",),
)

if __name__ == "__main__":
    main(CLAIM)
