"""The lymphatic route: from the tumour to the nodes, and from node to node."""
