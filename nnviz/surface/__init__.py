"""Surface: planes in weight space, the loss over them, and the network's output over its inputs."""
