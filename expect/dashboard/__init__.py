"""The first page after sign-in, what waits for me, and the menus."""
