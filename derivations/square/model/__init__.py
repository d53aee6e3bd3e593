"""What is meant by the square loss: its risk, its runs, the words of its claims, what the engine
iterates."""
