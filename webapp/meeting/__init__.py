"""Around a meeting: what comes before a screening, after the contact, and all five core elements on the way."""
