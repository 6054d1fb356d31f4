"""The officials' desk: which cases wait for whom, how one is found, who else is at it."""
