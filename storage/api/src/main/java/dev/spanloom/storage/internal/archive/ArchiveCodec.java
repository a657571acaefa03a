package dev.spanloom.storage.internal.archive;

import java.util.Arrays;
import java.util.Optional;

/** How the payload of a record is packed. */
public enum ArchiveCodec {
  /** The JDK's zlib form. */
  DEFLATE(1),
  /** A Zstandard frame; only engines with that library can unpack it. */
  ZSTD(2);

  private final byte code;

  ArchiveCodec(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static Optional<ArchiveCodec> of(byte code) {
    return Arrays.stream(values()).filter(codec -> codec.code == code).findFirst();
  }
}
