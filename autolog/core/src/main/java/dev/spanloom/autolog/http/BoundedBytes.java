package dev.spanloom.autolog.http;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the first bytes of what is written, and counts the rest. Used by one thread at a time. */
final class BoundedBytes extends OutputStream {
  private final int mostBytes;
  private byte[] bytes = new byte[1024];
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

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
