"""What people look at.

Figures, the report, the notebook widget and the server of the workbench. Views show answers and
runs; they compute no politics of their own.
"""
