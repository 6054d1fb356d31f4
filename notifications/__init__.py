"""Who should hear, and through which pipe. Reads events; the domain never calls it."""
