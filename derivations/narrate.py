"""Prints one derivation the way a referee reads it, and has the kernel check it on the spot.

Every claim's file ends with ``main(CLAIM)``, so ``python -m derivations.square.rising_criterion`` shows
the statement, the argument with each formula, and the kernel's verdict on the certificate.
"""

from __future__ import annotations

import io
import os
import sys

from derivations.notation import plain
from derivations.proof import Proof
from verifier.claim import Claim
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS

HEADINGS = ("Statement", "Hypotheses", "Source", "Argument", "Not verified")


def narrate(claim: Claim) -> str:
    """The whole derivation as text; the last lines are the kernel's verdict."""
    proof: Proof = claim.derive()
    parts = [f"{claim.id}: {claim.title}", "=" * (len(claim.id) + len(claim.title) + 2)]
    for heading in HEADINGS:
        parts += ["", heading, *(f"    {line}" for line in claim.section(heading).splitlines())]
    parts += ["", "Derivation"]
    for number, line in enumerate(proof.lines, start=1):
        name = f"  [{line.step}]" if line.step else ""
        parts.append(f"{number:4}. {line.text}{name}".rstrip())
        parts += [f"          {formula}" for formula in line.plain]
    parts += ["", "Kernel"]
    concluded: list[str] = []
    if not proof.steps:
        parts.append("    no certificate: this claim is checked numerically")
        return "\n".join(parts)
    for backend in RINGS:
        try:
            accepted = replay(proof.certificate(), backend)
        except CertificateError as error:
            parts.append(f"    {backend}: REJECTED, {error}")
        else:
            parts.append(f"    {backend}: accepted, {len(accepted.facts)} steps")
            concluded = [f"      {name}:  {accepted.facts[name]}" for name in accepted.concludes]
            runs = accepted.systems_concluded().items()
            concluded += [f"    where along {name!r} means: {declared}" for name, declared in runs]
    return "\n".join([*parts, *concluded, *_names(proof)])


def _names(proof: Proof) -> list[str]:
    """What the certificate's variables are above, where they go by another name there."""
    symbols = {x.name: plain(x) for system in proof.systems for x in (*system.state, *system.parameters)}
    other = [f"{name} is {shown}" for name, shown in sorted(symbols.items()) if name != shown]
    return [f"    where {', '.join(other)}"] if other else []


def main(claim: Claim) -> None:
    """Print the derivation of ``claim``; exit with 1 if the kernel rejects its certificate."""
    text = narrate(claim)
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
