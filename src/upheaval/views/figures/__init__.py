"""Static figures, one file a question."""
