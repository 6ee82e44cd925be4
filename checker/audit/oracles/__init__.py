"""Deciders of another kind than the producers': slow, simple, and without code in common with them."""
