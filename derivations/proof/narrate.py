"""Prints one derivation the way a referee reads it, and has the kernel check it on the spot.

Every claim's file ends with ``main(CLAIM)``, so ``python -m derivations.square.rising_criterion`` shows
the statement, the main steps of the argument, and the kernel's verdict; with ``--full``, every step.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derivations.proof import Proof, Unproved
from derivations.proof.arguments import Arguments
from derivations.proof.elaborate.library import certified
from derivations.proof.legend import INDICES, Entry, legend
from derivations.proof.names import in_ascii
from derivations.proof.paper import Paper
from derivations.proof.view import Shown, known_of, main_view, runs_of
from verifier.claim import Claim
from verifier.kernel import CertificateError, Replay, replay
from verifier.kernel.rings import RINGS
from verifier.lines import broken, filled, laid_out, width_of
from verifier.numbers import counted
from verifier.printed import Words, concluded, systems_concluded
from verifier.statement.form import FIELD, unconcluded

HEADINGS = ("Statement", "Hypotheses", "Source", "Argument", "Not verified")
READING = (
    "What it has shown, in the names of the certificate, which stand in brackets under Symbols: what is "
    "assumed ⊢ what follows.  Π_(j<t) is the product over the steps before t, #(j<t: …) the number of the "
    "steps before t with …"
)
BRIEF = (
    "{} main lines of {}, with their numbers in the full derivation.  What follows ⊢ is what the claim "
    "concludes, from the conditions before it, of which (7) is the one of line 7.  --full shows every line."
)
UNSAID = "The kernel checks:"
"""What stands before a formula that needs no reason but itself."""
RUNS = "What is meant by a run below, beyond the model and what is concluded of it:"
FULL = "show every step, not the main ones alone, and all that the kernel says"
"""What ``--full`` does, for ``--help``."""
_WIDEST_HEAD = 24


def narrate(claim: Claim, full: bool = False) -> str:
    """The derivation as text, set to the width of the terminal; the last lines are the kernel's.

    The main steps alone, or every step if ``full``.  Raises ``Unproved`` if a step does not come out.
    """
    return narrated(claim, full)[0]


def narrated(claim: Claim, full: bool = False) -> tuple[str, bool]:
    """The same, and whether the kernel accepts the certificate, and this concludes what is stated."""
    proof: Proof = claim.derive()
    verdicts, accepted = replayed(proof)
    known, words = known_of(claim), Words(accepted.systems if accepted else {}, Paper(proof.told()))
    shown = _every_line(proof) if full else main_view(proof, accepted, known, words)
    runs = runs_of(accepted, known, words) if accepted and not full else {}
    said = _in_the_certificate(accepted) if accepted else []
    title = filled(f"{claim.id}: {claim.title}")
    parts = [*title, "=" * max(map(len, title))]
    sections = {heading: claim.section(heading) for heading in HEADINGS}
    prose = [claim.title, *sections.values(), *(one.text for one in shown)]
    printed = said if full else [fact for one in shown for fact in one.in_the_certificate]
    printed += [] if full or not accepted else [*systems_concluded(accepted).values()]
    symbols = legend(claim, proof, prose, printed, [one.line for one in shown])
    parts += ["", "Symbols", *_legend(symbols)]
    for heading, text in sections.items():
        parts += ["", heading, laid_out(text, "    ")]
    if runs:
        parts += ["", "Runs", *filled(RUNS, "    ")]
        for name, text in runs.items():
            parts += broken(f"{name}: {text}", "    ", " " * 8)
    parts += ["", "Derivation"]
    if len(shown) < len(proof.lines):
        parts += filled(BRIEF.format(len(shown), len(proof.lines)), "    ")
    for one in shown:
        parts += _line(one, full)
    parts += ["", "Kernel"]
    if not proof.steps:
        return "\n".join([*parts, "    no certificate: this claim is checked numerically"]), True
    for verdict in verdicts:
        parts += filled(verdict, "    ", " " * 8)
    if full and said:
        parts += filled(READING, "    ")
        for fact in said:
            parts += broken(fact, "      ")
    left = [*_left(claim, accepted)] if accepted else []
    for missing in left:
        parts += filled(f"NOT STATED, {missing}", "    ", " " * 8)
    return "\n".join(parts), accepted is not None and not left


def _in_the_certificate(accepted: Replay) -> list[str]:
    """What it concludes, and of which runs, in its own names."""
    facts = [f"{name}:  {fact}" for name, fact in concluded(accepted).items()]
    return facts + [f"where along {name!r} means: {x}" for name, x in systems_concluded(accepted).items()]


def _every_line(proof: Proof) -> list[Shown]:
    """The full view."""
    return [
        Shown(number, line, line.text, line.plain) for number, line in enumerate(proof.lines, start=1)
    ]


def _line(one: Shown, full: bool) -> list[str]:
    """One line with its formulas; in the full view with the name of its step."""
    name = f"  [{one.line.step}]" if full and one.line.step else ""
    lines = filled(one.before, " " * 6) if one.before else []
    lines += filled(f"{one.text or UNSAID}{name}", f"{one.number:4}. ")
    for formula in one.formulas:
        lines += broken(formula, " " * 10)
    return lines


def replayed(proof: Proof) -> tuple[list[str], Replay | None]:
    """What the kernel says in each ring, once if it is the same; and what it accepts in all of them.

    What is concluded stands under the name of the told step that concludes it.
    """
    said: dict[str, list[str]] = {}
    accepted: Replay | None = None
    try:
        built, names = proof.elaborated()
        certificate = certified(built, names, ())[0] if proof.steps else {}
    except CertificateError as error:
        return [f"{' and '.join(RINGS)}: REJECTED, {proof.in_words(str(error))}"], None
    told = dict(zip(names, in_ascii(proof.concluded), strict=True))
    for backend in RINGS if certificate else ():
        try:
            accepted = replay(certificate, backend=backend)
        except CertificateError as error:
            said.setdefault(f"REJECTED, {proof.in_words(str(error))}", []).append(backend)
        else:
            said.setdefault(f"accepted, {counted(len(certificate['steps']), 'step')}", []).append(backend)
    verdicts = [f"{' and '.join(backends)}: {verdict}" for verdict, backends in said.items()]
    if accepted is None or any(verdict.startswith("REJECTED") for verdict in said):
        return verdicts, None
    return verdicts, replace(accepted, concludes={told[x]: one for x, one in accepted.concludes.items()})


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
    """Print the derivation of ``claim``.

    Exits with 1 if a step does not come out, if the kernel rejects the certificate, or if that assumes
    what nothing says.
    """
    title = f"Prints the derivation of {claim.id}, {claim.title}, and has the kernel check it."
    parser = Arguments(f"derivations.{claim.id.replace('-', '_')}", title)
    parser.add_argument("--full", action="store_true", help=FULL)
    full = parser.parse_args().full
    try:
        proof: Proof = claim.derive()
    except Unproved as error:
        show("\n".join(filled(f"{claim.id}: the derivation fails: {error}")))
        sys.exit(1)
    text, sound = narrated(replace(claim, derive=lambda: proof), full)
    show(text)
    sys.exit(0 if sound else 1)


def _left(claim: Claim, accepted: Replay) -> Iterator[str]:
    """What the claim says beyond what the certificate concludes, or that assumes beyond the claim."""
    if claim.canonical is not None:
        yield from unconcluded(accepted, {FIELD: claim.canonical})


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
