"""What an operator runs: one click command per module, gathered by web/__main__."""
