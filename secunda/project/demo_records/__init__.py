"""Records of people who do not exist, made when the demo is loaded: nothing of them is kept in the repository."""
