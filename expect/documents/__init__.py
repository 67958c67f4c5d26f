"""Files that people bring and documents that the ministry issues (spec X6)."""
