"""What needs PyTorch is collected only where it is installed, with the data sets of the table."""

from __future__ import annotations

from importlib.util import find_spec

NEEDED = ("torch", "sklearn", "statsmodels")
collect_ignore_glob = [] if all(map(find_spec, NEEDED)) else ["test_*.py"]
