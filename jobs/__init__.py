"""The reading side: the web in, Meetings out."""
