"""Tests of what jobs earn, and of the sums that are kept of it."""
