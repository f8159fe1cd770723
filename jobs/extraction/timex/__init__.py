"""The expressions of time in a text, what each means, and the dates that meetings are given by them."""
