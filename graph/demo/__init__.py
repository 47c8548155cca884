"""The demonstration province: an invented community on real ground, the same for the same seed."""

from graph.demo.demonstration import Demonstration, demonstration

__all__ = ["Demonstration", "demonstration"]
