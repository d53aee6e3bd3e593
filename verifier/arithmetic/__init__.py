"""Real numbers for the verifier: exact input, and balls that enclose every result."""
