"""Statistics between coders on plain arrays; knows no project."""
