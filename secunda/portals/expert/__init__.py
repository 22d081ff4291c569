"""The expert's screens: the scarcest minutes in the system."""
