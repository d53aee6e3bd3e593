"""The proof kernel: replays certificates with exact rational arithmetic.

It imports neither SymPy nor floating point nor any derivation.  A certificate is accepted only if
every step is; each rule is a few lines, with the mathematics that
makes it sound.  Trust in a ``PROVED`` claim rests on this package, on Python integers, and (for one
of the two replays) on FLINT's polynomials; not on the programs that found the proof.
"""

from verifier.kernel.fields import CertificateError
from verifier.kernel.replay import FORMAT, Replay, replay

__all__ = ["FORMAT", "CertificateError", "Replay", "replay"]
