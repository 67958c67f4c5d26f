"""The pages of stage 2: each side has its own."""
