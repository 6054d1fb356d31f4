"""Telling us that a text breaks the rules: anyone may, without signing in (DSA article 16)."""
