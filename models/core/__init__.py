"""The mechanisms of the ground floor. They know no area of the shop."""
