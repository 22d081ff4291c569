"""What is in a ZIP or a disc's image: every file as an entry, streamed; nothing is ever written anywhere."""
