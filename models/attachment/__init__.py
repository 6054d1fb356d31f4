"""Photos and documents: one with a submission, an answer or a decision.

Nothing is imported here: the process that reads what strangers sent loads this package, and must
know neither the database nor the settings.
"""
