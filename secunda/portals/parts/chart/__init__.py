"""What was read from the records, on screen: one set of screens that patient, staff and expert share."""
