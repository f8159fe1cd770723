"""One short file per command: read, ask, render, answer."""
