"""What stands below all else: Keras, files, processes, signals."""
