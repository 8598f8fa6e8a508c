"""The page, section by section: the one document that app, report and widget show."""
