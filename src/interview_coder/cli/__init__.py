"""The command line: calls services and renders what comes back."""
