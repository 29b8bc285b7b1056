"""What looks over a whole dump before it is cleaned."""
