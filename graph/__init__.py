"""The community network as a graph: what exists, where it is kept, and what a viewer may see of it."""
