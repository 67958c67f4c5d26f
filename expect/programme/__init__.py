"""The programme's own figures and texts, which DAECT changes without a developer, with their history."""
