"""The REST door: resources with their lists, bodies, look-ups and verbs, and the description of all of it."""
