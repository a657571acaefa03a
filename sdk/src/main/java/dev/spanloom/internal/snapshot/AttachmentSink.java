package dev.spanloom.internal.snapshot;

import org.jspecify.annotations.Nullable;

/** Where bytes go that a snapshot takes out of a value. For one value and one thread. */
public interface AttachmentSink {
  /** Whether bytes are looked for; attachments that the program made are taken in any case. */
  boolean extracts();

  /**
   * The text that stands in the place of bytes that are too many; null when they may come.
   *
   * @param sizeBytes how many there are
   */
  @Nullable String refuse(String contentType, long sizeBytes);

  /**
   * Takes bytes that were not refused, and says what stands in their place.
   *
   * @param id of an attachment that the program made; null for bytes that were found
   * @param content nobody else changes it
   */
  String take(@Nullable String id, String contentType, byte[] content);
}
