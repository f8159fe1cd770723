"""Who and what a text names: Actors, the people who stand for them, and bodies that no catalogue lists."""
