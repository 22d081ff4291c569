"""One module a family of files; each takes bytes that were sniffed as its own and returns frozen facts."""
