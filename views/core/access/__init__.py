"""Who is at the door, and what they may do: signing in, exact grants, and what every request begins with."""
