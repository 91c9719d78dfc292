"""What the socket counts, for Prometheus."""

from prometheus_client import Counter, Gauge

sockets = Gauge("live_sockets", "Open sockets.", ["kind"], multiprocess_mode="livesum")
deliveries = Counter("live_deliveries", "Frames written to sockets.")
filled = Counter("live_filled", "Frames read from the database because Redis did not bring them.")
swept = Counter("live_sweep_hits", "Streams the sweep found behind the database.")
replayed = Counter("live_replayed", "Frames written to sockets that came back.", ["source"])
resets = Counter("live_resets", "Parts of pages told to reload.")
kicked = Counter("live_kicked", "Sockets closed by the server.", ["code"])
