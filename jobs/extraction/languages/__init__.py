"""One folder a language, named by its ISO 639-1 code: its words as TOML and rules.py."""
