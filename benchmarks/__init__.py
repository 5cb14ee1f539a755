"""Measures the importer against plain SQL and against what people use instead; no time measured here fails anything.

The rule a newcomer would break: ratios are believed within one run only. The same work varies by 15-30 % from run
to run, so contenders take turns, and every ratio is one of neighbours.
"""
