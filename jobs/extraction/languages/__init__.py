"""One folder a language, named by its ISO 639-1 code: rules.py and lexicon.toml."""
