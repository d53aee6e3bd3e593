"""σ(z) = 1/(1 + e^−z) and ℓ(z) = ln(1 + e^z): their flow, their chords, and κ; any loss may use them."""
