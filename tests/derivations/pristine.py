"""What the derivations print, from processes that have imported nothing else.

    python -m tests.derivations.pristine alone           each claim without any module that it does not need
    python -m tests.derivations.pristine reversed        every claim, all modules imported in reverse order,
                                                         and under EVERY the form of every symbol there is
    python -m tests.derivations.pristine … CLAIM …       only these claims

Writes JSON: for each claim its printed lines, and the symbols printed with their forms.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import traceback
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import verifier.arithmetic.evaluate
import verifier.arithmetic.qpochhammer
import verifier.arithmetic.quadrature  # noqa: F401 (large, and without a symbol: imported once)
from derivations import printing
from derivations.contents import CLAIMS, module_of
from derivations.proof import Proof
from derivations.symbols import TABLE, Row
from verifier.claim import Claim

Printed = dict[str, dict[str, Any]]
EVERY = "every symbol"


def lines_of(claim_id: str) -> dict[str, Any]:
    """The printed lines of a claim, derived here and now, and the forms of the symbols in them."""
    forms: dict[str, tuple[str, str]] = {}
    look_up = printing._printable

    def noted(symbol: Any) -> Row:
        row = look_up(symbol)
        forms[row.name] = (row.shown, row.text)
        return row

    claim = import_module(module_of(claim_id)).CLAIM
    printing._printable = noted
    try:
        proof = claim.derive()
    finally:
        printing._printable = look_up
    return {"lines": printed_of(claim, proof), "forms": forms}


def printed_of(claim: Claim, proof: Proof) -> list[str]:
    """Every text and formula that a report prints of a claim with this derivation."""
    lines = [claim.formula, *(text for h in claim.hypotheses for text in (h.text, h.latex, h.without))]
    return lines + [text for line in proof.lines for text in (line.text, *line.formulas, *line.plain)]


def alone(claims: list[str]) -> Printed:
    """Each claim in a process that has imported the modules it needs and no others.

    Claims that need a common part share the process that imports it, up to the point where they part.
    """
    needed = {claim: needs(module_of(claim)) for claim in claims}
    shared = frozenset.intersection(*needed.values())
    for module in sorted(shared):
        import_module(module)
    if len(claims) == 1:
        (claim,) = claims
        strangers = {name for name in sys.modules if _is_theory(name)} - shared
        if strangers:
            raise RuntimeError(f"{claim} does not need {strangers}")
        return {claim: lines_of(claim)}
    rest = [module for modules in needed.values() for module in sorted(modules - shared)]
    most = max(rest, key=rest.count)
    printed: Printed = {}
    for part in ([c for c in claims if most in needed[c]], [c for c in claims if most not in needed[c]]):
        if part:
            printed |= in_a_fork(part)
    return printed


def in_a_fork(claims: list[str]) -> Printed:
    """``alone`` in a child process, which writes its traceback; raises ``RuntimeError`` if it fails."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                json.dump(alone(claims), pipe)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError(f"could not derive {', '.join(claims)}")
    printed: Printed = json.loads(text)
    return printed


def backwards(claims: list[str]) -> Printed:
    """All modules imported, the last claim's first, and then each of these claims derived."""
    for claim in reversed(CLAIMS):
        import_module(module_of(claim))
    forms = {row.name: (row.shown, row.text) for row in TABLE.values()}
    return {claim: lines_of(claim) for claim in claims} | {EVERY: {"lines": [], "forms": forms}}


@cache
def needs(module: str) -> frozenset[str]:
    """A module of the theories and all those that it imports, at its top level or below."""
    found = {module} if _is_theory(module) else set()
    for name in _imports(module):
        if name.startswith("derivations.") and _is_module(name):
            found |= needs(name)
    return frozenset(found)


def _imports(module: str) -> Iterator[str]:
    origin = find_spec(module)
    text = Path(str(origin and origin.origin)).read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def _is_module(name: str) -> bool:
    return (Path(*name.split(".")).with_suffix(".py")).exists()


def _is_theory(module: str) -> bool:
    of_a_floor = module.startswith("derivations.") and module.count(".") >= 2
    return of_a_floor and not module.startswith("derivations.proof.") and _is_module(module)


if __name__ == "__main__":
    chosen = sys.argv[2:] or [*CLAIMS]
    json.dump({"alone": alone, "reversed": backwards}[sys.argv[1]](chosen), sys.stdout)
