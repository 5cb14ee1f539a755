"""The import itself: it knows files and SQL, and nothing of HTTP.

Read service.import_targets() first; reader, normalizer and staging are what it tells of.
"""
