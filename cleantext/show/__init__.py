"""What a run or a pipeline did, for people to see."""
