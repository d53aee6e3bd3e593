"""Prints one derivation the way a referee reads it, and has the kernel check it on the spot.

Every claim's file ends with ``main(CLAIM)``, so ``python -m derivations.square.rising_criterion`` shows
the statement, the argument with each formula, and the kernel's verdict on the certificate.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from derivations.proof import Proof, Unproved
from derivations.proof.arguments import Arguments
from derivations.proof.legend import INDICES, Entry, legend
from verifier.claim import Claim
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS
from verifier.lines import broken, filled, laid_out, width_of
from verifier.numbers import counted

HEADINGS = ("Statement", "Hypotheses", "Source", "Argument", "Not verified")
READING = (
    "What it has shown, in the names of the certificate, which stand in brackets under Symbols: the "
    "inequalities assumed, where the equations assumed, ⊢ what follows."
)
UNSAID = "The kernel checks:"
"""What stands before a formula that needs no reason but itself."""
_WIDEST_HEAD = 24


def narrate(claim: Claim) -> str:
    """The whole derivation as text, set to the width of the terminal; the last lines are the kernel's."""
    proof: Proof = claim.derive()
    verdicts, facts = _replayed(proof)
    title = filled(f"{claim.id}: {claim.title}")
    parts = [*title, "=" * max(map(len, title))]
    sections = {heading: claim.section(heading) for heading in HEADINGS}
    prose = [claim.title, *sections.values(), *(line.text for line in proof.lines)]
    parts += ["", "Symbols", *_legend(legend(claim, proof, prose, facts))]
    for heading, text in sections.items():
        parts += ["", heading, laid_out(text, "    ")]
    parts += ["", "Derivation"]
    for number, line in enumerate(proof.lines, start=1):
        name = f"  [{line.step}]" if line.step else ""
        parts += filled(f"{line.text or UNSAID}{name}", f"{number:4}. ")
        for formula in line.plain:
            parts += broken(formula, " " * 10)
    parts += ["", "Kernel"]
    if not proof.steps:
        return "\n".join([*parts, "    no certificate: this claim is checked numerically"])
    for verdict in verdicts:
        parts += filled(verdict, "    ", " " * 8)
    if facts:
        parts += filled(READING, "    ")
    for fact in facts:
        parts += broken(fact, "      ")
    return "\n".join(parts)


def _replayed(proof: Proof) -> tuple[list[str], list[str]]:
    """What the kernel says in each ring, once if it is the same; and what it prints as shown."""
    said: dict[str, list[str]] = {}
    facts: list[str] = []
    for backend in RINGS if proof.steps else ():
        try:
            accepted = replay(proof.certificate(), backend)
        except CertificateError as error:
            said.setdefault(f"REJECTED, {proof.in_words(str(error))}", []).append(backend)
        else:
            said.setdefault(f"accepted, {counted(len(accepted.facts), 'step')}", []).append(backend)
            facts = [f"{name}:  {accepted.facts[name]}" for name in accepted.concludes]
            runs = accepted.systems_concluded().items()
            facts += [f"where along {name!r} means: {declared}" for name, declared in runs]
    return [f"{' and '.join(backends)}: {verdict}" for verdict, backends in said.items()], facts


def _legend(entries: Sequence[Entry]) -> list[str]:
    """Two columns; the meanings of long heads begin on the line below."""
    column = min(max((width_of(entry.head) for entry in entries), default=0), _WIDEST_HEAD)
    lines = []
    for entry in entries:
        head = f"    {entry.head}" + " " * (column - width_of(entry.head) + 2)
        blank = " " * (column + 6)
        if width_of(entry.head) > column:
            lines.append(f"    {entry.head}")
            head = blank
        lines += filled(entry.meaning, head, blank)
    return [*lines, *filled(INDICES, "    ")]


def main(claim: Claim) -> None:
    """Print the derivation of ``claim``; exit with 1 if it fails, or the kernel rejects it."""
    title = f"Prints the derivation of {claim.id}, {claim.title}, and has the kernel check it."
    Arguments(f"derivations.{claim.id.replace('-', '_')}", title).parse_args()
    try:
        text = narrate(claim)
    except Unproved as error:
        show("\n".join(filled(f"{claim.id}: the derivation fails: {error}")))
        sys.exit(1)
    show(text)
    sys.exit(1 if "REJECTED" in text else 0)


def show(text: str) -> None:
    """Print the text on any stream; a reader that goes away (``| head``) is no failure."""
    stream = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # What is still buffered would fail again when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
