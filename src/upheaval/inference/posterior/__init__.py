"""Conditioning on the record: model choice, regression, neural estimate, diagnostics."""
