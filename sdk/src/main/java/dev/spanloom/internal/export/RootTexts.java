package dev.spanloom.internal.export;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.internal.derive.Previews;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the info of a trace says of what its root took and gave, in short. Immutable.
 *
 * @param inputs for the metadata
 * @param outputs for the metadata
 * @param requestPreview null when there is nothing to show
 * @param responsePreview null when there is nothing to show
 */
public record RootTexts(
    String inputs,
    String outputs,
    @Nullable String requestPreview,
    @Nullable String responsePreview) {

  /** Of the values of a root; null for those that it does not have. */
  public static RootTexts of(@Nullable AttributeValue inputs, @Nullable AttributeValue outputs) {
    return new RootTexts(
        metadataText(inputs),
        metadataText(outputs),
        Previews.request(inputs),
        Previews.response(outputs));
  }

  private static String metadataText(@Nullable AttributeValue value) {
    return value == null ? "" : Previews.text(value, Previews.MAX_METADATA_CHARS);
  }

  public void addTo(TraceInfo.Builder info) {
    info.metadata(TraceMetadataKey.INPUTS, inputs)
        .metadata(TraceMetadataKey.OUTPUTS, outputs)
        .requestPreview(requestPreview)
        .responsePreview(responsePreview);
  }

  /** Those of the roots that were read last. Not thread-safe. */
  static final class Latest {
    /** A root and the info of its trace are appended one after the other. */
    private static final int KEPT = 256;

    private final Map<Long, RootTexts> bySpanId = new LinkedHashMap<>();

    @Nullable RootTexts find(byte[] spanId) {
      return bySpanId.get(ByteBuffer.wrap(spanId).getLong());
    }

    /** Notes a span, if it is a root. */
    void add(byte[] span) {
      byte[] spanId = null;
      AttributeValue inputs = null;
      AttributeValue outputs = null;
      ProtoReader in = new ProtoReader(span);
      while (in.next()) {
        switch (in.field()) {
          case 2 -> spanId = in.bytes();
          case 4 -> {
            return; // it has a parent, which stands before all that is long
          }
          case 9 -> {
            ProtoReader attribute = in.message();
            String key = attribute.next() ? attribute.string() : "";
            if (key.equals(SpanAttributeKey.INPUTS) && attribute.next()) {
              inputs = AttributeValue.ofAnyValue(attribute.bytes());
            } else if (key.equals(SpanAttributeKey.OUTPUTS) && attribute.next()) {
              outputs = AttributeValue.ofAnyValue(attribute.bytes());
            }
          }
          default -> in.skip();
        }
      }
      if (spanId != null) {
        bySpanId.put(ByteBuffer.wrap(spanId).getLong(), of(inputs, outputs));
        if (bySpanId.size() > KEPT) {
          bySpanId.remove(bySpanId.keySet().iterator().next());
        }
      }
    }
  }
}
