package dev.spanloom.storage.sql;

import com.github.luben.zstd.Zstd;

/** Payloads of spans, compressed. */
final class Chunks {
  private static final int LEVEL = 3;

  private Chunks() {}

  static byte[] pack(byte[] raw) {
    return Zstd.compress(raw, LEVEL);
  }

  static byte[] unpack(byte[] packed, int rawBytes) {
    return Zstd.decompress(packed, rawBytes);
  }
}
