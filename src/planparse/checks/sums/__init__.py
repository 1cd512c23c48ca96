"""Tables whose rows and columns add up: a ledger of numbers, and how it may be meant."""
