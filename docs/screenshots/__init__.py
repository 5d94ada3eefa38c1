"""The pictures of the README and of the user guide: declared once, drawn by `make screenshots`."""
