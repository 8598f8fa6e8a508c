"""From what happened to what is reported: reporting errors, reports, and their features."""
