"""Copies of a whole town: taken while it runs, put back elsewhere, silent until told to speak."""
