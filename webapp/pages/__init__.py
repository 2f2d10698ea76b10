"""Pages with no rules of their own."""
