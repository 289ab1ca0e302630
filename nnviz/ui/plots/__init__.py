"""Plots: scales, colours, contours and how they are painted. They know no session."""
