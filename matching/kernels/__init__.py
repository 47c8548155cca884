"""Compiled graph searches: plain arrays in, plain arrays out; the one package that imports numba."""
