"""The languages of the citizen's pages: a file of phrases for each, CLDR's days and dates, and both put together."""
