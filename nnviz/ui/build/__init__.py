"""Build: the canvas of layer cards, the palette, the inspector and what they share."""
