"""The four routes together: what is known about each organ, and the ways to it."""
