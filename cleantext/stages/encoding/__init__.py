"""The stage `encoding`: characters as they were meant, whatever a text went through."""
