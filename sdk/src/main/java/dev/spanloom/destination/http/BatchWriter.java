package dev.spanloom.destination.http;

import dev.spanloom.destination.TraceBatch;

/** Writes batches to servers of one kind. Thread-safe. */
interface BatchWriter {
  void write(TraceBatch batch);
}
