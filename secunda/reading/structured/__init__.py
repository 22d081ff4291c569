"""Documents whose facts stand in a structure: health data exports, laboratory messages, tables, and files of words.

`isolated_parts.structured` reads one at arm's length; `read.read_structured` does it here.
"""
