"""The journal of what was done: append-only, chained by hash (spec X2)."""
