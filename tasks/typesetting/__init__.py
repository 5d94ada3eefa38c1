"""Papers as PDF: facts go in as JSON, a template says how they look, and a process of its own sets them."""

from .setting import typeset

__all__ = ["typeset"]
