package dev.spanloom.storage.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A short text that differs when what went into it differs. Not thread-safe. */
public final class Fingerprint {
  private static final int BYTES = 12;

  private final MessageDigest digest;

  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  public Fingerprint add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    return this;
  }

  /** Adds bytes and how many there are, so that neighbours do not run into each other. */
  public Fingerprint add(byte @Nullable [] bytes) {
    add(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      digest.update(bytes);
    }
    return this;
  }

  public Fingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text: 16 letters, digits, dashes and underscores. Ends the use of this object. */
  public String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest.digest(), BYTES));
  }
}
