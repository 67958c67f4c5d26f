"""The terms of a mission: `limits` says what they may be, `text` what a version of them reads (spec M4–M6)."""
