"""People, the bodies and posts they act for, and what they may do there."""
