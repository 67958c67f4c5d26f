"""Stage 2: a need abroad, a holder solicited, a mission that the embassy validates (spec §3)."""
