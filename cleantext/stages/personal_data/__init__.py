"""The stage personal-data: addresses and numbers of people, labelled, marked or replaced."""
