package dev.spanloom.storage;

/** Takes in spans and trace infos. Thread-safe. */
public interface TraceWriter {
  /**
   * Writes a batch and returns once it is durable. Anything may come in any order and any number of
   * times: spans before their trace info, late spans, traces without a root. A span of a known
   * trace id and span id replaces the earlier version; a repeated info is merged into what is
   * known. So whoever is not sure that a batch arrived writes it again.
   *
   * <p>What is wrong with one span or info is reported in the result and hinders no other.
   *
   * @throws StorageException when the store cannot write; then nothing is promised of the batch
   */
  WriteResult write(WriteBatch batch);
}
