"""The process that reads what strangers sent: one file, then it ends.

It knows no database, no setting and no secret. Only here are pictures and documents decoded; what
breaks it breaks nothing else.
"""
