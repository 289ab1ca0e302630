"""Engine: a document made runnable: network, training step, its trace and the timeline."""
