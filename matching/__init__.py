"""Proposals for pacts: eligibility, fit, proximity, introduction, ranking and reasons, computed on a view."""
