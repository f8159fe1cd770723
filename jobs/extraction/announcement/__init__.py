"""Whether a meeting is announced for a date, whether it stands, and how sure that is."""
