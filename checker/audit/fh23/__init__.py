"""Audits of the claims of fh23."""
