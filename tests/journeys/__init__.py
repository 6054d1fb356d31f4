"""The whole way through the town, over HTTP, as people walk it."""
