"""What the general theory is about, before any theorem."""
