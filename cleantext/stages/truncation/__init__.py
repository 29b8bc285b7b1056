"""The stage `truncation`: sentences that were cut off, and headings."""
