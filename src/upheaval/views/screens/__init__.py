"""What answers print on a terminal, one file a question."""
