package dev.spanloom.internal.export;

import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.util.HexFormat;

/**
 * An attachment as the spool keeps it, in one record: it is there as a whole or not at all.
 *
 * <pre>
 * 1 trace id | 2 attachment id | 3 content type | 4 content | 5 location of a trace in Unity Catalog
 * </pre>
 */
final class SpooledAttachment {
  private SpooledAttachment() {}

  static void encode(ProtoWriter out, TraceAttachment attachment) {
    out.hexField(1, TraceIds.toOtel(attachment.traceId()).orElse(""), 16);
    out.stringField(2, attachment.attachmentId());
    out.stringField(3, attachment.contentType());
    out.bytesField(4, attachment.content());
    TraceIds.location(attachment.traceId()).ifPresent(location -> out.stringField(5, location));
  }

  static TraceAttachment decode(byte[] payload) {
    String otelTraceId = "";
    String location = "";
    String id = "";
    String contentType = "";
    byte[] content = {};
    ProtoReader in = new ProtoReader(payload);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> otelTraceId = HexFormat.of().formatHex(in.bytes());
        case 2 -> id = in.string();
        case 3 -> contentType = in.string();
        case 4 -> content = in.bytes();
        case 5 -> location = in.string();
        default -> in.skip();
      }
    }
    String traceId =
        location.isEmpty() ? TraceIds.fromOtel(otelTraceId) : TraceIds.v4(location, otelTraceId);
    return new TraceAttachment(traceId, id, contentType, content);
  }
}
