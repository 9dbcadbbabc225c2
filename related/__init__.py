"""Records → what belongs together: repeats of one question or answer."""
