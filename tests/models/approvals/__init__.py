"""Approvals of designs."""
