"""Meetings of the boards: their cases, drafts of what was decided, and when it is shown."""
