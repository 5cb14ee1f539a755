"""One module a mode: each measures, returns what goes into the JSON, and knows how to print it."""
