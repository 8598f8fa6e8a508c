"""What is known about a crisis, and how well a run agrees with it.

Observations with their sources, the one list of measures that charts, scores and queries share,
and the likelihood of the record given a run.
"""
