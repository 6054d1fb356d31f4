"""How casework goes, in figures: one row for each case, and what every month makes of them."""
