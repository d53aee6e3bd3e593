"""Explains one claim: statement, hypotheses, each step of the derivation, what the kernel accepts,
sources, and what is not verified.
"""

from __future__ import annotations

from typing import Any

from verifier.claim import Claim
from verifier.commands.options import Parser, UsageError
from verifier.commands.terminal import write, write_json
from verifier.exits import Exit
from verifier.lines import broken, filled
from verifier.registry import Registry
from verifier.report.wording import PAPER, PROVENANCE_MEANING, STATUS_MEANING


def add_arguments(parser: Parser) -> None:
    parser.add_argument("claim", metavar="ID", help="the claim, for example square.rising-criterion")
    parser.add_argument("--full", action="store_true", help="show every step of the derivation")
    parser.json()


def execute(arguments: Any) -> int:
    """Print the explanation; 3 when the kernel does not accept the certificate."""
    from verifier.registry import UnknownClaim

    try:
        registry = Registry()
        claim = registry.claim(arguments.claim)
    except UnknownClaim as error:
        raise UsageError(f"ID: {error}") from error
    if arguments.json:
        return _explain_json(claim, registry)
    from verifier.studies.explained import narrate

    try:
        text = narrate(claim, arguments.full)
    except ValueError as error:  # a step that does not come out
        text = "\n".join(filled(f"{claim.id}: REJECTED, the derivation fails: {error}"))
    write("\n".join([text, *_appendix(claim, registry)]))
    return Exit.SHORT if "REJECTED" in text else Exit.OK


def _appendix(claim: Claim, registry: Registry) -> list[str]:
    """What the derivation's own text leaves out."""
    if isinstance(claim.statement, str):
        lines = ["", "Formula of the statement, in LaTeX (typed, not compared)"]
        lines += filled(claim.statement, "    ")
    else:
        lines = []
    if claim.compared is not None:
        whose = "what is certified of it" if isinstance(claim.statement, str) else "the statement"
        lines += ["", f"Formula of {whose}, with which the certificate is compared"]
        lines += [line for part in claim.compared.lines for line in broken(part, "    ")]
    if claim.hypotheses:
        lines += ["", "Without each hypothesis"]
        for hypothesis in claim.hypotheses:
            lines += filled(f"{hypothesis.text}  ({hypothesis.latex})", "    ", " " * 8)
            lines += filled(f"dropped: {hypothesis.without or 'not examined'}", " " * 8)
    lines += ["", "Rests on", *(f"    {name}" for name in registry.rests_on(claim.id) or ("nothing else",))]
    if besides := registry.used_besides(claim.id):
        lines += ["", "Its argument and checks also use", *(f"    {name}" for name in besides)]
    lines += ["", "Provenance"]
    lines += filled(f"{claim.provenance}: {PROVENANCE_MEANING[claim.provenance]}", "    ")
    lines += ["", "Meant to be", *filled(f"{claim.wanted}: {STATUS_MEANING[claim.wanted]}", "    ")]
    return [*lines, "", *filled(PAPER, "[1] ")]


def _explain_json(claim: Claim, registry: Registry) -> int:
    from verifier.certificates import stated
    from verifier.derived import derive
    from verifier.describe import explained

    derived = derive(claim, stated(registry.contents))
    certified = derived.evidence
    write_json(explained(claim, registry, derived.lines, certified))
    return Exit.OK if certified is None or certified.status.is_pass else Exit.SHORT
