"""The project file: the only home of SQLite's SQL."""
