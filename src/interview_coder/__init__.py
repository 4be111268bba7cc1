"""interview-coder: tag passages of interview transcripts with a codebook, in a terminal."""

__version__ = "0.1.0"
