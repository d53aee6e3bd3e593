"""What the kernel stands on: not on SymPy, floats or derivations, and not on ``assert``."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import verifier.kernel
from tests.kernel.toys import ENDS

_KERNEL = Path(verifier.kernel.__file__).parent
_ROOT = _KERNEL.parent.parent

_REPLAY = """
import json, sys
from verifier.kernel import CertificateError, replay
from verifier.kernel.rings import RINGS
certificate = json.load(sys.stdin)
for backend in RINGS:
    try:
        replay(certificate, backend=backend)
        print(backend, "accepts")
    except CertificateError:
        print(backend, "rejects")
foreign = ("sympy", "mpmath", "numpy", "derivations", "verifier.claim", "verifier.dynamics")
print("imports", [name for name in foreign if name in sys.modules])
"""


def _replayed(certificate: object, *options: str) -> list[str]:
    finished = subprocess.run(
        [sys.executable, *options, "-c", _REPLAY],
        input=json.dumps(certificate), capture_output=True, text=True, cwd=_ROOT, check=True,
    )  # fmt: skip
    return finished.stdout.splitlines()


def test_kernel_imports_nothing_that_found_the_proof() -> None:
    """Replaying a certificate loads neither SymPy nor any derivation."""
    assert _replayed(ENDS) == ["flint accepts", "fractions accepts", "imports []"]


def test_optimised_python_does_not_weaken_the_kernel() -> None:
    """With ``python -O`` a wrong certificate is still rejected by both replays."""
    first = ENDS["steps"][0]
    wrong = ENDS | {"steps": [first | {"target": "p_next - 1"}, *ENDS["steps"][1:]]}

    assert _replayed(wrong, "-O")[:2] == ["flint rejects", "fractions rejects"]
    assert _replayed(ENDS, "-O")[:2] == ["flint accepts", "fractions accepts"]


def test_kernel_has_no_assert_and_no_float() -> None:
    """The kernel's source holds no ``assert``, no float literal and no call of ``float``."""
    for path in sorted(_KERNEL.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            assert not isinstance(node, ast.Assert), where
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), where
            assert not (isinstance(node, ast.Name) and node.id == "float"), where
