"""What waits for judgement and how it is judged. Owns no table."""
