"""The stage quality: how far a text is from an article, in numbers with names."""
