"""The words of the field as frozen dataclasses and pure rules. Standard library only."""
