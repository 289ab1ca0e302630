"""Export: the Keras program of a document, its weights file, and the process that trains with them."""
