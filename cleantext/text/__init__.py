"""What every text has: lines, sentences, words, dates; no stage and no language pack."""
