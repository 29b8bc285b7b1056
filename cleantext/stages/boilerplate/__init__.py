"""The stage `boilerplate`: what the site put around the article."""
