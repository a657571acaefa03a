package dev.spanloom.server.http;

import com.github.luben.zstd.ZstdInputStream;
import com.linecorp.armeria.common.HttpData;
import dev.spanloom.entities.MlflowException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Unpacks request bodies, up to a bound: a small body may be made to become a huge one. */
public final class Decoding {
  private static final int ZLIB_METHOD = 8;

  private Decoding() {}

  /**
   * The body as it was before it was compressed.
   *
   * @param encoding of the header: gzip, deflate, zstd or identity; empty for identity
   * @param mostBytes that it may become
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is something else, or larger
   */
  public static byte[] decode(HttpData body, String encoding, int mostBytes) {
    byte[] packed = body.array();
    String name = encoding.trim().toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("identity")) {
      return checked(packed, packed.length, mostBytes);
    }
    try (InputStream in = open(name, packed)) {
      byte[] raw = in.readNBytes(mostBytes + 1);
      return checked(raw, raw.length, mostBytes);
    } catch (IOException e) {
      throw MlflowException.invalidParameter(
          "body: it is no valid " + name + " (" + e.getMessage() + ")");
    }
  }

  /**
   * The same piece by piece; the stream fails with a {@link TooLargeException} when there is more.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is compressed otherwise
   */
  public static InputStream stream(InputStream body, String encoding, int mostBytes)
      throws IOException {
    String name = encoding.trim().toLowerCase(Locale.ROOT);
    return new BoundedStream(
        switch (name) {
          case "", "identity" -> body;
          case "gzip", "x-gzip" -> new GZIPInputStream(body);
          case "zstd" -> new ZstdInputStream(body);
          case "deflate" -> new InflaterInputStream(body);
          default -> throw unknown(name);
        },
        mostBytes);
  }

  private static MlflowException unknown(String name) {
    return MlflowException.invalidParameter(
        "Content-Encoding: \"" + name + "\" (expected: gzip, deflate, zstd or identity)");
  }

  private static byte[] checked(byte[] bytes, int length, int mostBytes) {
    if (length > mostBytes) {
      throw MlflowException.invalidParameter(
          "body: more than " + mostBytes + " bytes (expected: at most that; send less at once)");
    }
    return bytes;
  }

  private static InputStream open(String name, byte[] packed) throws IOException {
    InputStream in = new ByteArrayInputStream(packed);
    return switch (name) {
      case "gzip", "x-gzip" -> new GZIPInputStream(in);
      case "zstd" -> new ZstdInputStream(in);
      case "deflate" -> new InflaterInputStream(in, new Inflater(!hasZlibHeader(packed)));
      default -> throw unknown(name);
    };
  }

  private static boolean hasZlibHeader(byte[] packed) {
    return packed.length >= 2
        && (packed[0] & 0x0F) == ZLIB_METHOD
        && (((packed[0] & 0xFF) << 8) | (packed[1] & 0xFF)) % 31 == 0;
  }
}
