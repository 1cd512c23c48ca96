"""Tables whose rows and columns add up: a ledger of numbers, and the ways in which it may be meant."""
