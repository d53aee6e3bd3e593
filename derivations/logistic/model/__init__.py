"""What is meant by the logistic loss: its risk, its runs, the words of its claims, what the engine
iterates."""
