"""The project's words, and all of its SQL."""
