"""What each quantity of a sentence measures, from the words before and behind it."""
