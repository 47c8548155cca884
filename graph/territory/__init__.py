"""Where things are: comuni, districts, their neighbours and every way of writing them; any Italian province."""
