"""The stage `spacing`: where words and sentences end."""
