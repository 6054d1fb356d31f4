"""The municipality's units: how they hang together, what they promise, how they change."""
