"""Questions: their marking, their form on the page, and the file that remembers the answers."""
