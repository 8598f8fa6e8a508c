"""What a crisis is made of.

One typed table per kind of file in a scenario's folder: its columns, units, defaults and meaning
are declared once, and the reader names the file, the row and the column in every error.
"""
