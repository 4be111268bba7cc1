"""The terminal UI: calls services and renders what comes back."""
