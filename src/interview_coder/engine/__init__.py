"""Runs language, suggestions and themes for the services, so that no face waits for a model."""
