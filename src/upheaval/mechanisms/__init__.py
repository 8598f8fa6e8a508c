"""What changes the world from one tick to the next.

One file a mechanism, all of one shape: the paper it comes from, its equation, what it reads and
writes, its parameters with unit and range, and a short step.
"""
