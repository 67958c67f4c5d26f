"""The pages of stage 3: each role has its own."""
