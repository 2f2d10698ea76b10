"""The citizen's languages at the desk: read beside the Danish, corrected, marked as read, to a translator and back."""
