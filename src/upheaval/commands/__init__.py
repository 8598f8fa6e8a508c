"""Commands of the command line, one file each; `upheaval.cli` lists them.

A command reads its options, calls the function of the same name, and prints what it gives. What
commands share is in `line`.
"""
