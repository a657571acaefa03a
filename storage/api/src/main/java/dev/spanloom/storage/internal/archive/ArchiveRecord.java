package dev.spanloom.storage.internal.archive;

import dev.spanloom.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Spans of one trace as one packed OTLP request. Immutable as long as nobody changes its bytes. */
public final class ArchiveRecord {
  private final String traceId;
  private final ArchiveCodec codec;
  private final int rawLength;
  private final byte[] packed;

  /**
   * A record of bytes that are packed already.
   *
   * @param rawLength how many bytes they are unpacked
   * @param packed must not be changed
   */
  public ArchiveRecord(String traceId, ArchiveCodec codec, int rawLength, byte[] packed) {
    this.traceId = traceId;
    this.codec = codec;
    this.rawLength = rawLength;
    this.packed = packed;
  }

  /** A record of bytes that are packed now. */
  public static ArchiveRecord deflated(String traceId, byte[] raw) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(raw);
      deflater.finish();
      byte[] packed = new byte[Math.max(64, raw.length / 4)];
      int length = 0;
      while (!deflater.finished()) {
        if (length == packed.length) {
          packed = Arrays.copyOf(packed, 2 * length);
        }
        length += deflater.deflate(packed, length, packed.length - length);
      }
      return new ArchiveRecord(
          traceId, ArchiveCodec.DEFLATE, raw.length, Arrays.copyOf(packed, length));
    } finally {
      deflater.end();
    }
  }

  public String traceId() {
    return traceId;
  }

  public ArchiveCodec codec() {
    return codec;
  }

  /** How many bytes the payload is unpacked. */
  public int rawLength() {
    return rawLength;
  }

  /** The payload as it stands in the file; must not be changed. */
  public byte[] packed() {
    return packed;
  }

  /** The id as it stands in the file. */
  byte[] encodedId() {
    byte[] id = traceId.getBytes(StandardCharsets.UTF_8);
    if (id.length > 0xffff) {
      throw new StorageException("trace id of " + id.length + " bytes (expected: at most 65535)");
    }
    return id;
  }

  /**
   * Unpacks a payload of {@link ArchiveCodec#DEFLATE}.
   *
   * @throws StorageException for a payload of another codec or one that is damaged
   */
  public byte[] inflate() {
    if (codec != ArchiveCodec.DEFLATE) {
      throw new StorageException(
          "archived payload of trace "
              + traceId
              + " is packed by "
              + codec
              + " (expected: "
              + ArchiveCodec.DEFLATE
              + "; read it with the kind of store that archived it)");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] raw = new byte[rawLength];
      int length = inflater.inflate(raw);
      if (length == rawLength && (inflater.finished() || inflater.inflate(new byte[1]) == 0)) {
        return raw;
      }
      throw new StorageException(
          "archived payload of trace " + traceId + " is not " + rawLength + " bytes long");
    } catch (DataFormatException e) {
      throw new StorageException("archived payload of trace " + traceId + " is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
