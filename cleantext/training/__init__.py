"""What makes the models that are shipped; nothing here runs when text is cleaned."""
