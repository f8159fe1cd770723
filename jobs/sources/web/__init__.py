"""The web as it is read: guarded, polite and bounded."""
