"""Offers in and out of the desk as a table: a CSV file or a spreadsheet."""
