"""The stage `language`: in which language a document and its lines are."""
