"""Tests of what jobs cost."""
