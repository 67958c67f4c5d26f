"""Pure Python that every other package may lean on: the clock, refusals, verdicts, workflows."""
