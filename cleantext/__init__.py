"""From scraped news to a clean corpus."""
