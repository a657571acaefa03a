package dev.spanloom.storage.transfer;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Reads an OTLP request in protobuf, one {@code ResourceSpans} at a time, which is what has to fit
 * into memory. Not thread-safe.
 */
final class OtlpBinaryReading {
  private static final int RESOURCE_SPANS = 1;
  private static final int LENGTH_DELIMITED = 2;

  private final ImportSink sink;
  private final String experimentId;
  private final String name;
  private long position;

  OtlpBinaryReading(ImportSink sink, String experimentId, String name) {
    this.sink = sink;
    this.experimentId = experimentId;
    this.name = name;
  }

  /**
   * Reads all of a stream.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it does not begin as such a request
   */
  void read(InputStream in) throws IOException {
    boolean begun = false;
    int first = in.read();
    while (first >= 0) {
      long start = position++;
      String where = name + " byte " + start;
      try {
        long tag = varint(in, first);
        if (tag != (RESOURCE_SPANS << 3 | LENGTH_DELIMITED)) {
          throw MlflowException.invalidParameter("field " + (tag >>> 3) + " of kind " + (tag & 7));
        }
        long length = varint(in, in.read(), true);
        if (length < 0 || length > Integer.MAX_VALUE - 16) {
          throw MlflowException.invalidParameter("a part of " + length + " bytes");
        }
        byte[] part = in.readNBytes((int) length);
        position += part.length;
        if (part.length < length) {
          sink.skipped(
              where,
              "the file ends too early: " + part.length + " bytes of " + length + " are there");
          return;
        }
        for (EncodedSpan span : split(part)) {
          sink.span(span, experimentId, where);
        }
        begun = true;
      } catch (EOFException | ZipException e) {
        sink.skipped(where, PeekedInput.BROKEN_OFF + e.getMessage());
        return;
      } catch (MlflowException e) {
        String message = e.getMessage() + " (expected: ResourceSpans of an OTLP request)";
        if (!begun) {
          throw MlflowException.invalidParameter("\"" + name + "\" is no OTLP: " + message);
        }
        sink.skipped(where, "damaged, and not read any further: " + message);
        return;
      }
      first = in.read();
    }
  }

  private static List<EncodedSpan> split(byte[] resourceSpans) {
    ProtoWriter request = new ProtoWriter(resourceSpans.length + 16);
    request.bytesField(RESOURCE_SPANS, resourceSpans);
    return OtlpRequests.split(request.toByteArray());
  }

  private long varint(InputStream in, int first, boolean counted) throws IOException {
    position += counted ? 1 : 0;
    return varint(in, first);
  }

  private long varint(InputStream in, int first) throws IOException {
    long value = 0;
    int b = first;
    for (int shift = 0; shift < 70; shift += 7) {
      if (b < 0) {
        throw new EOFException("in a length");
      }
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
      b = in.read();
      position++;
    }
    throw MlflowException.invalidParameter("a number longer than 10 bytes");
  }
}
