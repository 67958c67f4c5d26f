"""What people are told: one e-mail and one line in their list per event (spec X3)."""
