"""A year of a made-up town, lived through the real verbs with the clock moved."""
