"""The desk for offers: list, form, history, and the queue of what is to be confirmed."""
