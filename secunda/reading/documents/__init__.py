"""What a document's words say: its type, its days, its facts. Text in, frozen facts out."""
