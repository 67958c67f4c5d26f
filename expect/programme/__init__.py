"""The programme's own figures, which DAECT changes without a developer, with their history."""
