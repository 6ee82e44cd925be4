"""Audits of the claims about separability."""
