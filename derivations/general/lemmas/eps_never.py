"""BatchNorm's ε keeps the direction from ever rising, and the loss: the facts of a step, for all times."""

from __future__ import annotations

from sympy import Expr

from derivations.direction.system import UNIT_CIRCLE
from derivations.general.lemmas.eps_behind import (
    BEHIND_NEXT,
    HARD,
    KEEPS_NEXT,
    LEFT,
    OWN_POSITIVE,
    SEEN_NEXT,
)
from derivations.general.lemmas.eps_chain import Fact, needed
from derivations.general.lemmas.eps_facts import (
    FED,
    HALF,
    LENGTHS,
    NOT_RISING,
    RATES,
    SPREAD,
    SPREAD_NEXT,
    STEPS,
)
from derivations.general.lemmas.eps_regime import (
    BEHIND,
    HELD,
    HELD_NEXT,
    LACK,
    LONGER,
    LONGER_NEXT,
    REGIME,
    STARTED,
    energy,
    least,
    positive,
)
from derivations.general.model.decay import NORM, ROOT, SINE, omega
from derivations.general.model.epsilon import (
    KEEPS,
    NOT_NEGATIVE,
    RUN,
    SCALE,
    SEEN,
    a_seen,
    chi,
)
from derivations.notation import N, a, at_next, at_start, c, h, k, lam, s
from derivations.proof import Proof

FALLS = Fact(
    "the sine falls", least(s**2 - at_next(s) ** 2), [(1, [lam > 0, NOT_RISING], s)],
    "k²(sin²θ − sin²θ') = −λs²·(margin).", [SINE, ROOT], [k > 0, k > 0],
)  # fmt: skip
LOSS_STEP: Expr = (at_next(a_seen) ** 2 - a_seen**2) / 2 - at_next(a_seen) * at_next(c) + a_seen * c
"""(R' − R)/ρ²."""
CLOSER, ALIGNED = least(at_next(c) - c), positive(c + at_next(c))
NORM_GROWS, CHI_GROWS = least(at_next(N) - N), least(at_next(chi) - chi)
SUM_OF_BOTH = positive(chi + at_next(chi))
LOSS_FALLS = least(-LOSS_STEP)
LOSSES = (
    Fact(
        "next shown scale", at_next(a_seen) > 0, [(1, [at_next(chi) > 0, at_next(a) > 0], 1)], "As ã' > 0,",
        [SEEN_NEXT],
    ),
    Fact(
        "next cosine positive", at_next(c) > 0, [(1, [BEHIND_NEXT], 1), (1, [at_next(a_seen) > 0], 1)],
        "cos θ' > 0,",
    ),
    Fact("sum of cosines", ALIGNED, [(1, [c > 0], 1), (1, [at_next(c) > 0], 1)], "and"),
    Fact(
        "cosine does not fall", CLOSER, [(1, [FALLS.shown], 1)], "cos θ' ≥ cos θ, as no sine rises.",
        [UNIT_CIRCLE, RUN.after(UNIT_CIRCLE)], [ALIGNED],
    ),
    Fact(
        "norm does not fall", NORM_GROWS,
        [(2, [N > 0, FED], 1), (1, [N > 0], omega), (1, [N > 0], lam * s)], "N' ≥ N,", [NORM],
    ),
    Fact("sum of both χ", SUM_OF_BOTH, [(1, [chi > 0], 1), (1, [at_next(chi) > 0], 1)], "so that"),
    Fact(
        "χ does not fall", CHI_GROWS, [(1, [NOT_NEGATIVE, NORM_GROWS], 1)], "χ' ≥ χ.",
        {at_next(chi): KEEPS_NEXT, chi: KEEPS}, [SPREAD, SPREAD_NEXT, SUM_OF_BOTH],
    ),
    Fact(
        "loss falls", LOSS_FALLS,
        [
            *((HALF, [h > 0], chi * LACK), (HALF, [h > 0, LEFT], chi * LACK)),
            (1, [OWN_POSITIVE, CLOSER], 1),
            (1, [at_next(a) > 0, CHI_GROWS, BEHIND_NEXT], 1),
            (HALF, [], at_next(a) * (at_next(chi) - chi)),
        ],
        "So the step of α, the turn and the longer w all lower ½ã² − ã cos θ.",
        {at_next(a_seen): SEEN_NEXT, at_next(a): SCALE, a_seen: SEEN},
    ),
)  # fmt: skip
FACTS = (*LENGTHS, *STEPS, *RATES, *HARD, FALLS, *LOSSES)
KEPT = {a > 0: at_next(a) > 0, BEHIND: BEHIND_NEXT, LONGER: LONGER_NEXT, HELD: HELD_NEXT}
"""What a step keeps, and the fact that it is kept."""


def establish_never(proof: Proof) -> tuple[str, ...]:
    """Add what every step keeps, that no margin is positive, and that neither sine nor loss ever rises."""
    run = proof.system(REGIME)
    for fact in FACTS:
        fact.add(proof)
    norm = proof.identity(
        "norm at the start", N, at_start(N), relations=[N - at_start(N)], because="At t = 0"
    )
    start = proof.identity(
        "energy at the start", energy(N, a), STARTED, relations=[N - at_start(N), a - at_start(a)],
        because="these are equations.",
    )  # fmt: skip
    starts = {LONGER: norm, HELD: start}
    kept = proof.invariant(
        "what every step keeps", run,
        {
            now: (starts.get(now), proof.together(f"kept {i}", after, needed(FACTS, after)))
            for i, (now, after) in enumerate(KEPT.items())
        },
        because="By induction all four hold at every time,",
    )  # fmt: skip
    aligned = proof.together("cosine positive at a state", c > 0, needed(FACTS, c > 0))
    cone = proof.rule(
        "consequence", "the cosine is positive", run, sequents=[aligned], because="with cos θ > 0."
    )
    gentle = proof.together("no rise from a state", NOT_RISING, needed(FACTS, NOT_RISING))
    still = proof.rule(
        "consequence", "no margin is positive", run, sequents=[gentle],
        because="Hence the rising margin is not positive at any t.",
    )  # fmt: skip
    falls = proof.together("no rise at a step", FALLS.shown, needed(FACTS, FALLS.shown))
    never = proof.rule(
        "growth", "the direction never rises", run, quantity=s**2, ratio=c**0, direction="<=", step=falls,
        because="So sin²θ never rises.",
    )  # fmt: skip
    lower = proof.together("loss falls at a step", LOSS_FALLS, needed(FACTS, LOSS_FALLS))
    loss = proof.rule(
        "at-every-step", "the loss never rises", run, assume=[], sequents=[lower],
        because="Nor does the loss.",
    )  # fmt: skip
    return kept, cone, still, never, loss
