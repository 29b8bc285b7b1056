"""The stage `typography`: how print sets a text."""
