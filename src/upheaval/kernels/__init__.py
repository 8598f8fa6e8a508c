"""Compiled loops on plain arrays, with nothing political in them.

A kernel takes arrays and scalars and returns arrays. Names, units and checks belong to the
mechanism that calls it; kernels import nothing else of the package.
"""
