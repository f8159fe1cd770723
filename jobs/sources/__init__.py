"""The web in: an address becomes Articles; `registry` reads sources, `file` reads what a person hands over."""
