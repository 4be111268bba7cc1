"""Groups of codings: scikit-learn estimators on plain arrays."""
