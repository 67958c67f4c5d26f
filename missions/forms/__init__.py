"""What stage 2 asks people: needs, terms, and what becomes of a mission."""
