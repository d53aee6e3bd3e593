"""What the certificates of the square loss use of the loss: for some claims nothing but a tangential step.

A planar, scale-invariant model moves w by κ‖w‖ across w; the formulas of the direction say this with
κ = λ sin θ, and λ is free.  So a certificate none of whose steps speaks of the loss proves its claim for
every such model.  One that uses of the loss only that it keeps α, λ and cos θ positive needs besides that
the steps turn towards the target; one that uses how α moves only for α ≤ ā, that κN ≤ ā sin θ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from derivations.contents import CLAIMS, module_of
from derivations.notation import N, a, at_next, c, h, k, lam, s
from derivations.proof.elaborate.builder import VARIABLE
from derivations.square.gradients import GRADIENT_ALONG, SCALE_GRADIENT
from derivations.square.model.system import LAMBDA, SCALE
from derivations.symbols import TABLE
from verifier.claim import Claim, Status
from verifier.results.evidence import Evidence, Measured

DIRECTION = frozenset(x.name for x in (c, s, N, lam, k))
"""What a planar tangential step speaks of."""
OF_LOSS = (
    frozenset(
        TABLE[x.name].base or x.name
        for formula in (LAMBDA, SCALE, GRADIENT_ALONG, SCALE_GRADIENT)
        for x in formula.free_symbols
    )
    - DIRECTION
)
"""What only a loss has: its scale and the rate of that, and what its gradients are made of."""
SCALE_OF = frozenset(x.name for x in (a, h))
LEVELS = ("nothing", "λ_t > 0", "0 < λ_t N_t ≤ ā", "the loss itself")
"""What a certificate needs of the loss, from little to much."""
FEW = 6
SCALE_NEXT, SIGNS = at_next(a).name, (a.name, at_next(a).name, lam.name, at_next(c).name)


def reach(*, quick: bool, seed: int, precision: int) -> Evidence:
    """By claim what its certificate needs; ``seed`` and ``precision`` do not matter.

    ``quick`` looks at claims about a single step alone.
    """
    claims = [claim for claim in CLAIMS if claim.startswith("square.")]
    chosen = [x for x in claims if "rising-" in x or "form" in x][:FEW] if quick else claims
    rows = [*_rows(chosen)]
    listed = {
        level: [row["claim"] for row in rows if row["needs_of_the_loss"] == level] for level in LEVELS
    }
    counted = "; ".join(f"{level}: {', '.join(found)}" for level, found in listed.items() if found)
    summary = f"what certificates need of the square loss besides a planar tangential step: {counted}"
    return Evidence("experiment", Status.CHECKED, summary, data=Measured(tuple(rows)))


def _rows(claims: list[str]) -> Iterator[Mapping[str, Any]]:
    for name in claims:
        claim: Claim = import_module(module_of(name)).CLAIM
        proof = claim.derive()
        if proof.concluded:
            yield {"claim": name, "needs_of_the_loss": LEVELS[needed(proof)], "status": str(claim.wanted)}


def needed(proof: Any) -> int:
    """Which of ``LEVELS`` the steps reach on which the conclusions of a proof rest.

    What concludes something of the scale is about the loss.
    """
    steps, facts = proof.rests()
    concluded = [_then(fact) for fact in facts]
    return max((3 if SCALE_OF & _quantities(concluded) else 0, *map(_level, steps)))


def _then(fact: Mapping[str, Any]) -> Any:
    """What it concludes, of whatever stretch of a run; nothing of one that says that a run ends."""
    return _then(fact["fact"]) if "fact" in fact else fact.get("then", ())


def _quantities(said: Any) -> set[str]:
    """Of what it speaks, whatever the time."""
    names = VARIABLE.findall(str(said))
    return {TABLE[name].base or name for name in names if name in TABLE}


def _level(step: Mapping[str, Any]) -> int:
    spoken = _quantities([step.get(key) for key in ("given", "target", "then", "suppose")]) & OF_LOSS
    if not spoken:
        return 0
    if not spoken <= SCALE_OF:
        return 3
    if step.get("target") in SIGNS and step.get("sign") == ">":
        return 1
    moves = SCALE_NEXT in VARIABLE.findall(str(step.get("given")))
    return 3 if moves and not _capped(step) else 2


def _capped(step: Mapping[str, Any]) -> bool:
    """Whether it concludes that the next scale is at most a parameter."""
    return step.get("target") == f"-{SCALE_NEXT} + abar" and step.get("sign") == ">="
