"""The web in: an address becomes Articles; `registry` reads sources, `file` what a person hands over, `web` fetches."""
