"""Finding again what residents may read: by words, place or number, in both databases alike."""
