"""Language packs, and what reads them."""
