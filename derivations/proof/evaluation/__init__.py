"""What a claim prints, evaluated: its own relations, in balls, at points and along runs."""
