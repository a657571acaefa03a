package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.TraceBatch;

/** Writes batches to servers of one kind. Thread-safe. */
public interface BatchWriter {
  void write(TraceBatch batch);
}
