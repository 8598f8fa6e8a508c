"""The state that a run moves.

Citizens as packed arrays, cities, court, organs, outside powers, claims and neighbours, all built
from a scenario. Nothing here decides what happens next: mechanisms do.
"""
