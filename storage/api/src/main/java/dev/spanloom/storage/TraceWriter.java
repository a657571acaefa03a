package dev.spanloom.storage;

/**
 * Takes traces and spans in any order and any number of times: a span that comes again replaces
 * itself, an info is merged with what is known.
 */
public interface TraceWriter {
  /** Returns once everything that the result does not reject is durable. */
  WriteResult write(WriteBatch batch);
}
