"""Reading: bytes in, frozen facts out. No Django, no database, no network (see README.md)."""
