"""Umanize Import: a file of customers in, an enrolled campaign out, in one transaction.

The way in: `routes` (HTTP) or `cli` (a shell), then `importer.service`, which tells the whole story.
"""
