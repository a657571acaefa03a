package dev.spanloom.internal.spool;

import org.jspecify.annotations.Nullable;

/** A record as it is read. Immutable as long as nobody changes the payload. */
public final class SpoolRecord {
  private final RecordKind kind;
  private final boolean amended;
  private final @Nullable SharedRecord shared;
  private final long timeUnixMillis;
  private final byte[] payload;

  SpoolRecord(
      RecordKind kind,
      boolean amended,
      @Nullable SharedRecord shared,
      long timeUnixMillis,
      byte[] payload) {
    this.kind = kind;
    this.amended = amended;
    this.shared = shared;
    this.timeUnixMillis = timeUnixMillis;
    this.payload = payload;
  }

  public RecordKind kind() {
    return kind;
  }

  /** Whether it replaces an earlier one. */
  public boolean isAmended() {
    return amended;
  }

  /**
   * What it refers to; null when it refers to nothing, or when that is damaged. Records of one
   * segment that refer to the same have the same object.
   */
  public @Nullable SharedRecord shared() {
    return shared;
  }

  /** When it was appended. */
  public long timeUnixMillis() {
    return timeUnixMillis;
  }

  /** Must not be changed. */
  public byte[] payload() {
    return payload;
  }
}
