"""The stage `accents`: accents that a text has lost, in capitals first of all."""
