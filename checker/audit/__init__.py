"""Audits: claims and reductions against independent deciders, on every small input and on random ones.

Untrusted: an audit can only find mistakes.  What it shows, it shows by certificates.
"""
