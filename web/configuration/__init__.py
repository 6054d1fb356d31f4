"""Settings in the browser: what can be changed, how it is typed, what is wrong with it."""
