"""The desk under `/intern`: who may go where, and the pages' common ground."""
