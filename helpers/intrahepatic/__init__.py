"""Inside the liver: the portal tree, vessel invasion by size, and recurrence as two processes."""
