"""The only place that knows which database runs."""
