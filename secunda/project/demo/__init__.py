"""The demo programme: invented people, two cases that the field knows, made through the house's own actions."""

from secunda.project.demo.export import export
from secunda.project.demo.load import load, reset
from secunda.project.demo.people import sign_ins

__all__ = ("export", "load", "reset", "sign_ins")
