package dev.spanloom.storage.sql.rows;

import com.github.luben.zstd.Zstd;

/** Payloads of spans, compressed. */
public final class Chunks {
  private static final int LEVEL = 3;

  private Chunks() {}

  public static byte[] pack(byte[] raw) {
    return Zstd.compress(raw, LEVEL);
  }

  public static byte[] unpack(byte[] packed, int rawBytes) {
    return Zstd.decompress(packed, rawBytes);
  }
}
