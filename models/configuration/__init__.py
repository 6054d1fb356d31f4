"""The configuration of a town as something that is changed: parts, differences, their history."""
