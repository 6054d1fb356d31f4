"""How long what is kept: rules as data, applied every night, each run written down (spec L13)."""
