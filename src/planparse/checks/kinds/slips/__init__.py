"""Checks of slips of the hand: a digit that is another, two that were swapped, a unit that lost its 万."""
