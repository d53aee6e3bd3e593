"""Prints what a claim's certificate concludes as parts of a statement, to write the statement from.

    python -m derivations.proof.draft square.edge …

What the hypotheses and the meaning of the symbols say is left out.  Not every fact need be said, and what
is said may be put more readably: in either order, multiplied by a number, divided by what is positive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module

from derivations.contents import CLAIMS, module_of
from derivations.proof.arguments import Arguments
from derivations.proof.statement import canonical, for_all
from verifier.claim import Claim
from verifier.kernel import replay
from verifier.statement.compared import Comparison
from verifier.statement.facts import Facts
from verifier.statement.vocabulary import ANEW, BEFORE, BUDGET, ENDS, LASTING, LATER, REALS, RUN, Fact

_MADE = {
    **{REALS: "for_all", RUN: "always", BEFORE: "so_far"},
    **{LATER: "later", ANEW: "anew", BUDGET: "in_all", ENDS: "finite"},
}
_RELATIONS = {">": "Gt", ">=": "Ge", "=": "Eq", "!=": "Ne"}


def drafted(claim: Claim) -> Iterator[str]:
    """The parts, a text each."""
    facts = Facts(replay(claim.derive().certificate()))
    nothing = canonical(claim, [for_all()])
    for fact in facts.found:
        yield _part(fact, Comparison(nothing, nothing["parts"][0], facts), facts)


def _part(fact: Fact, comparison: Comparison, facts: Facts) -> str:
    lists: dict[str, list[str]] = {"given": [], "throughout": [], "where": []}
    for need in fact.needs:
        if not comparison.is_said(need):
            own = need.forms[0]
            lasting = need.place == LASTING and need.moving
            key = "where" if own.sign == "=" else "throughout" if lasting else "given"
            lists[key].append(_relation(own.polynomial, own.sign))
    ties = comparison.untied(fact)
    lists["where"] += [f"Eq({tie.value}, {tie.function}({tie.argument}))" for tie in ties]
    said = [_relation(one.polynomial, one.sign) for one in fact.said]
    if fact.bound:
        said.append(str(fact.bound))
    if fact.budget:
        said.append(f"Budget: {fact.budget[0]}, factor {fact.budget[1]}")
    inner = [*said, *(f"{key}=[{', '.join(dict.fromkeys(x))}]" for key, x in lists.items() if x)]
    forms = [*fact.said, *(form for need in fact.needs for form in need.forms)]
    spoken = " ".join(one.polynomial for one in forms)
    meant = "".join(f", {symbol} of {ratio}" for symbol, ratio in facts.named.items() if symbol in spoken)
    return f"        # {fact.name}{meant}\n        {_MADE[fact.holds]}({', '.join(inner)}),"


def _relation(polynomial: str, sign: str) -> str:
    return f"{_RELATIONS[sign]}({_spelled(polynomial)}, 0)"


def _spelled(polynomial: str) -> str:
    """With the symbols as a derivation writes them."""
    text = re.sub(r"\b(\w+?)_next\b", r"at_next(\1)", polynomial)
    return re.sub(r"\b([A-Za-z_]+)0\b", r"at_start(\1)", text)


def main(chosen: Sequence[str] | None = None) -> int:
    """Print the drafts of the chosen claims."""
    described = "Prints what certificates conclude, as parts of a statement."
    parser = Arguments("derivations.proof.draft", described)
    parser.add_argument("claims", nargs="+", metavar="ID", choices=CLAIMS, help="a claim")
    for claim in parser.parse_args(chosen).claims:
        print(claim)
        for part in drafted(import_module(module_of(claim)).CLAIM):
            print(part)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
