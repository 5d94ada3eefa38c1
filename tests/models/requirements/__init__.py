"""Tests of what is needed to make what is ordered."""
