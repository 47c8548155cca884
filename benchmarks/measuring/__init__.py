"""What the benchmarks share: networks, peers, clocks and the machine's name."""
