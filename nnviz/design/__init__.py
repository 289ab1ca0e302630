"""Design: the graph of layers as immutable values, the document around it, its edits, problems and file."""
