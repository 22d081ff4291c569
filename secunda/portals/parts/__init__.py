"""What screens share: frame, look, form renderer, tags, refusals."""
