"""The promise in full: its four clocks, who is told when time runs out, what is told to everyone.

`row` has the tables, `deriving` makes them of the events alone, `keeping` writes them down.
"""
