"""Structured dialogues: one question, named leaders, phases, and what came of it."""
