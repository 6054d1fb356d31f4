"""One handler module per noun: load, read the form, one verb, one answer."""
