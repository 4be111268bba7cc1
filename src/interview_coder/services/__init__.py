"""One module per thing a user does. Functions take a Project and return dataclasses."""
