package dev.spanloom.entities.otlp;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The OTLP {@code ExportTraceServiceResponse}: what became of a request that was taken.
 *
 * @param rejectedSpans so many of its spans were not
 * @param message why, or a word about the others, for a person; empty when there is none
 */
public record OtlpReply(long rejectedSpans, String message) {
  public static final OtlpReply ALL_TAKEN = new OtlpReply(0, "");

  public OtlpReply {
    Objects.requireNonNull(message, "message");
  }

  /**
   * Reads the message; no bytes at all are one that says nothing.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the bytes are none
   */
  public static OtlpReply ofProtobuf(byte[] bytes) {
    try {
      OtlpReply said = ALL_TAKEN;
      ProtoReader in = new ProtoReader(bytes);
      while (in.next()) {
        if (in.field() == 1) {
          said = partialSuccess(in.message());
        } else {
          in.skip();
        }
      }
      return said;
    } catch (MalformedProtoException e) {
      throw MlflowException.invalidParameter("OTLP trace response: " + e.getMessage());
    }
  }

  private static OtlpReply partialSuccess(ProtoReader in) {
    long rejected = 0;
    String message = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> rejected = in.int64();
        case 2 -> message = in.string();
        default -> in.skip();
      }
    }
    return new OtlpReply(rejected, message);
  }

  /**
   * Reads the JSON encoding; an object without what is looked for says nothing.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the count is no number
   */
  public static OtlpReply ofJson(Map<String, ? extends @Nullable Object> json) {
    if (!(json.get("partialSuccess") instanceof Map<?, ?> map)) {
      return ALL_TAKEN;
    }
    OtlpJsonFields partial = new OtlpJsonFields(map);
    return new OtlpReply(partial.number("rejectedSpans"), partial.text("errorMessage"));
  }

  public byte[] toProtobuf() {
    ProtoWriter out = new ProtoWriter(64);
    if (rejectedSpans != 0 || !message.isEmpty()) {
      int partial = out.beginMessage(1);
      if (rejectedSpans != 0) {
        out.int64Field(1, rejectedSpans);
      }
      if (!message.isEmpty()) {
        out.stringField(2, message);
      }
      out.endMessage(partial);
    }
    return out.toByteArray();
  }
}
