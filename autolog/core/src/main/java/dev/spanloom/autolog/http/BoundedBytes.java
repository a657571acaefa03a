package dev.spanloom.autolog.http;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.internal.snapshot.EncodedJson;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps the first bytes of what is written, and counts the rest. Used by one thread at a time. */
final class BoundedBytes extends OutputStream {
  private final int mostBytes;
  private byte[] bytes = {};
  private int length;
  private long total;

  BoundedBytes(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int from, int count) {
    total += count;
    int kept = Math.min(count, mostBytes - length);
    if (kept <= 0) {
      return;
    }
    if (length + kept > bytes.length) {
      // most bodies come in one piece
      bytes = Arrays.copyOf(bytes, Math.min(mostBytes, Math.max(bytes.length * 2, length + kept)));
    }
    System.arraycopy(source, from, bytes, length, kept);
    length += kept;
  }

  boolean isCut() {
    return total > length;
  }

  long totalBytes() {
    return total;
  }

  /** How much memory they take. */
  int heldBytes() {
    return bytes.length;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * The value of the JSON that they are.
   *
   * @throws JsonSyntaxException when they are none
   */
  @Nullable Object json() {
    EncodedJson object = EncodedJson.of(bytes, length);
    return object == null ? JsonReader.read(text()) : object;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
