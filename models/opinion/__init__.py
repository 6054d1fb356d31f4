"""What people who answered assertions think together, and where they part. Pure: no database."""
