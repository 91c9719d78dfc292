"""The servers `live.serve` can start, each with the same face: `serve(app, listener, drain)`."""
