"""Running a scenario many times over.

The schedule of a run, the ensemble of its replicates, the executors that share out the work, and
the store that holds the results: a store is complete or absent.
"""
