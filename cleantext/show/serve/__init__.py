"""The local page: what the pipeline does to a text, and what a run did to its documents."""
