"""What pages share that a secret link opens, for people who have not signed in."""
