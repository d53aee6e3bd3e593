"""``python -m verifier``."""

import gc
import sys

from verifier.cli import main

if __name__ == "__main__":
    code = main(sys.argv[1:])
    gc.freeze()  # all of it is freed with the process: to look through it first takes seconds
    sys.exit(code)
