"""Audits of the claims about Steinitz' lemma."""
