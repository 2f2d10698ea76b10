"""What a municipality lays over the national pages: parts of its agreement, lines of its own, a notice."""
