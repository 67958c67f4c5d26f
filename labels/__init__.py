"""Stage 1: a collectivité applies, a committee decides, a label and its diploma are issued (spec §2)."""
