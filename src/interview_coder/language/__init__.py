"""spaCy: sentences and lemmas. Imported only where used: loading a pipeline takes seconds."""
