"""What the symbols of a claim mean without its saying so: its model, and what is tied by σ and ℓ."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from sympy import Expr

from derivations.proof.canonical import said
from verifier.claim import Claim
from verifier.statement.polynomials import Said

MODELS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "square": (("derivations.square.model.system", "MODEL"),),
    "whitened": (
        ("derivations.square.model.system", "MODEL"),
        ("derivations.square.model.system", "WHITENED"),
        ("derivations.square.update_maps", "WHITENED"),
    ),
    "logistic": (("derivations.logistic.lemmas.samples", "MODEL"),),
    "general": (("derivations.general.model.system", "MODEL"),),
    "weight decay": (("derivations.general.model.decay", "MODEL"),),
    "weight decay repels": (("derivations.general.model.decay", "MODEL"),),
    "normalization": (("derivations.general.model.normalizer", "MODEL"),),
    "batchnorm bias": (("derivations.general.batchnorm_bias", "MODEL"),),
    "sharp delay": (("derivations.general.model.felt", "MODEL"),),
    "spike height": (("derivations.general.model.decay", "MODEL"),),
    "batchnorm eps": (("derivations.general.model.epsilon", "MODEL"),),
    "batchnorm eps never rises": (("derivations.general.model.epsilon", "MODEL"),),
    "momentum": (("derivations.general.model.momentum", "MODEL"),),
    "planar": (
        ("derivations.square.model.system", "MODEL"),
        ("derivations.square.model.system", "WHITENED"),
        ("derivations.logistic.model.system", "MODEL"),
    ),
}
"""By module and name: what the symbols mean in a claim that says no more, in one for whitened data, in a
planar one, and in one that is about a step of its own.

No proof uses these: what one uses, it cites."""


def model_of(claim: Claim) -> str:
    """Which model the claim is about: its own, or that of its theory, or of whitened data, or planar."""
    theory, _, title = claim.id.partition(".")
    if (own := title.replace("-", " ")) in MODELS:
        return own
    if theory == "logistic":
        said = (claim.section("Statement"), claim.section("Hypotheses"))
        return "planar" if any(text.startswith("Planar") for text in said) else theory
    whitened = [one.without.lower() for one in claim.hypotheses if one.text.startswith("whitened data")]
    return "whitened" if any(not text.startswith("not needed") for text in whitened) else theory


@lru_cache
def model(theory: str) -> frozenset[Said]:
    """What the theory's modules say of its symbols, with all that is weaker."""
    return frozenset(weaker for one in meaning(theory) for weaker in one.with_weaker)


@lru_cache
def entries(theory: str) -> tuple[Any, ...]:
    """What the symbols mean, as the theory's modules say it."""
    return tuple(entry for module, name in MODELS[theory] for entry in getattr(import_module(module), name))


@lru_cache
def meaning(theory: str) -> tuple[Said, ...]:
    """What the theory's modules say of its symbols, in the one form of a statement."""
    return tuple(said(entry) for entry in entries(theory))


_GIVEN = {"h", "L_high", "l_low", "eps_free", "h_bias", "y_mean", "beta_heavy", "K_heavy"}
"""With these a run begins and ends; ω is one of them where it is the decay itself."""


@lru_cache
def moving(theory: str) -> tuple[str, ...]:
    """What of a run may not stay the same by assumption: all but the numbers that a run is given by."""
    spoken = {x for entry in entries(theory) for x in names(getattr(entry, "lhs", entry))}
    spoken |= {x for entry in entries(theory) for x in names(getattr(entry, "rhs", entry))}
    decayed = theory.startswith(("weight decay", "spike height"))
    return tuple(sorted(spoken - _GIVEN - ({"omega"} if decayed else set())))


@lru_cache
def ties_of(claim_id: str) -> tuple[tuple[str, str, str], ...]:
    """Function, argument and value of what the theory ties by σ and ℓ."""
    ties = import_module(f"derivations.{claim_id.partition('.')[0]}.model.ties").TIES
    return tuple(sorted((function, *pair) for function, pairs in ties.items() for pair in pairs))


def names(polynomial: Expr) -> set[str]:
    """The symbols in it, those of the start and of the next state under their own name."""
    return {base(x.name) for x in polynomial.free_symbols}


def base(name: str) -> str:
    """The name of a quantity, without what says that it is of the start or of the next state."""
    stem = name.removesuffix("_next")
    return stem[:-1] if stem.endswith("0") and len(stem) > 1 else stem
