"""The town: its things, their rules, their history. No HTTP, no human language."""
