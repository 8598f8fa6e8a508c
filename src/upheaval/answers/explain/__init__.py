"""Explain: which explanations the record supports, how surely, and what each did."""
