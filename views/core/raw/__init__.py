"""The raw tables: every table as it is, for the owner only."""
