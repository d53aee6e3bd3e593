"""What a claim says that it assumes: its hypotheses, its definitions and its model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module

from sympy import Expr, Symbol

from derivations import notation
from derivations.proof.said import Said, with_weaker
from verifier.claim import Claim

MODELS: Mapping[str, tuple[str, ...]] = {
    "square": ("derivations.square.model.system:MODEL",),
    "whitened": (
        "derivations.square.model.system:MODEL",
        "derivations.square.model.system:WHITENED",
        "derivations.square.update_maps:WHITENED",
    ),
    "logistic": ("derivations.logistic.lemmas.samples:MODEL",),
    "planar": (
        "derivations.square.model.system:MODEL",
        "derivations.square.model.system:WHITENED",
        "derivations.logistic.model.system:MODEL",
    ),
}
"""What the symbols mean in a claim that says no more, in one for whitened data, and in a planar one."""


def supposed(claim: Claim) -> Iterator[Said]:
    """What the claim's hypotheses say, with all that is weaker: it may be assumed everywhere."""
    for hypothesis in claim.hypotheses:
        for condition in hypothesis.conditions:
            yield from with_weaker(condition)


def conditions_of(claim_id: str) -> list[str]:
    """The conditions of the claim's definitions, as they are written there."""
    return [condition.strip() for text in definitions(claim_id).values() for condition in text.split(";")]


def definitions(claim_id: str) -> Mapping[str, str]:
    """What the claim's symbols and premises stand for: the words, and the conditions they are."""
    found: Mapping[str, Mapping[str, str]] = import_module(
        f"derivations.{claim_id.partition('.')[0]}.model.definitions"
    ).DEFINITIONS
    return found.get(claim_id, {})


def model_of(claim: Claim) -> str:
    """Which model the claim is about: only one that says so is for whitened data, or planar."""
    theory = claim.id.partition(".")[0]
    if theory == "logistic":
        said = (claim.section("Statement"), claim.section("Hypotheses"))
        return "planar" if any(text.startswith("Planar") for text in said) else theory
    whitened = [one.without.lower() for one in claim.hypotheses if one.text.startswith("whitened data")]
    return "whitened" if any(not text.startswith("not needed") for text in whitened) else theory


@lru_cache
def model(theory: str) -> frozenset[Said]:
    """What the theory's modules say of its symbols, with all that is weaker."""
    places = [source.split(":") for source in MODELS[theory]]
    entries = [entry for module, name in places for entry in getattr(import_module(module), name)]
    return frozenset(said for entry in entries for said in with_weaker(entry))


@lru_cache
def vocabulary(theory: str) -> frozenset[str]:
    """The symbols that the theory speaks of, so that no equation may use them to name something."""
    spoken = (x for polynomial, _ in model(theory) for x in names(polynomial))
    return frozenset(spoken) | {x.name for x in vars(notation).values() if isinstance(x, Symbol)}


def names(polynomial: Expr) -> set[str]:
    """The symbols in it, those of the start and of the next state under their own name."""
    return {base(x.name) for x in polynomial.free_symbols}


def base(name: str) -> str:
    """The name of a quantity, without what says that it is of the start or of the next state."""
    stem = name.removesuffix("_next")
    return stem[:-1] if stem.endswith("0") and len(stem) > 1 else stem
