"""Benchmarks: `make bench`. Figures for people to read; no test asserts a time."""
