"""Prices by the shop's table, and quotes as they were sent."""
