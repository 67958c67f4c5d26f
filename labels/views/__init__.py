"""The pages of stage 1: each group has its own."""
