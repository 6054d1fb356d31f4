"""Arguments: what residents say below a case, and which of it our answer meets."""
