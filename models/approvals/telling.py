"""Whom approvals tell, and of what."""
