"""Work travels between coders: bundles of events through folders and servers."""
