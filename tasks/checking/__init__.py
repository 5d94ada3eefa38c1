"""Looking at a file that nobody has reason to trust: what it really is, whether it is whole, and pictures of it.

The code in here runs in a process of its own, with little memory and time (`child`). It imports nothing of the shop,
knows no settings and no database, and speaks through plain values.
"""
