"""Structured documents as forms: which fields a page asks for, and the frozen value they make."""
