"""Proposed codes with reasons: scikit-learn estimators on plain arrays."""
