"""What the tests stand on: servers, processes, a browser. Loaded as plugins of pytest."""
