"""The square loss on data that are not whitened, one claim a module; beside them ``model``, ``lemmas``."""
