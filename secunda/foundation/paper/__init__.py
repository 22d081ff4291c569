"""Pages on paper: the faces of the house, and HTML as a tagged PDF."""
