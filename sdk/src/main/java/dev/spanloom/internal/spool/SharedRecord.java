package dev.spanloom.internal.spool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What many records refer to, and what is therefore written once in a segment. Two of the same
 * bytes are the same. Immutable as long as nobody changes the array, which is not copied.
 */
public final class SharedRecord {
  private final byte[] payload;
  private final int hash;

  public SharedRecord(byte[] payload) {
    this.payload = payload;
    this.hash = Arrays.hashCode(payload);
  }

  /** Must not be changed. */
  public byte[] payload() {
    return payload;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SharedRecord that
            && hash == that.hash
            && Arrays.equals(payload, that.payload));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
