"""The mechanisms of the windows: each exists once, and the areas beside it declare what they want."""
