"""Stage 3: the report, and the money back where it is missing (spec §4)."""
