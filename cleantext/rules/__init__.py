"""Rules as tables: what they are, and what scans a text for many of them at once."""
