package dev.spanloom.entities.otlp;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The OTLP {@code ExportTraceServiceRequest} (and the {@code TracesData} of the same shape): built
 * by putting encoded spans together, split by finding where each begins and ends.
 */
public final class OtlpRequests {
  private static final byte[] NOTHING = new byte[0];

  /** What a request puts before a span. */
  private static final int MOST_FRAME_BYTES = 6;

  private OtlpRequests() {}

  /**
   * Puts spans into one request; neighbours of the same resource and scope share one group. Order
   * is kept.
   */
  public static byte[] encode(List<EncodedSpan> spans) {
    ProtoWriter out =
        new ProtoWriter(spans.stream().mapToInt(s -> s.span().length + 16).sum() + 256);
    int i = 0;
    while (i < spans.size()) {
      EncodedSpan first = spans.get(i);
      int resourceSpans = out.beginMessage(1);
      if (first.resource().length > 0) {
        out.bytesField(1, first.resource());
      }
      while (i < spans.size() && spans.get(i).sameResource(first)) {
        i = writeScopeSpans(out, spans, i, first);
      }
      writeUrl(out, first.resourceSchemaUrl());
      out.endMessage(resourceSpans);
    }
    return out.toByteArray();
  }

  /**
   * Parts spans so that each part makes a request of a bounded size; a span that is larger makes
   * one of its own. Order is kept.
   *
   * @param bytes the {@code Span} message of one
   * @param mostBytes of the spans of a part
   */
  public static <T> List<List<T>> parts(
      List<T> spans, Function<? super T, byte[]> bytes, int mostBytes) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    while (from < spans.size()) {
      int to = from;
      long sum = 0;
      do {
        sum += bytes.apply(spans.get(to++)).length + MOST_FRAME_BYTES;
      } while (to < spans.size()
          && sum + bytes.apply(spans.get(to)).length + MOST_FRAME_BYTES <= mostBytes);
      parts.add(spans.subList(from, to));
      from = to;
    }
    return parts;
  }

  private static int writeScopeSpans(
      ProtoWriter out, List<EncodedSpan> spans, int from, EncodedSpan resource) {
    EncodedSpan first = spans.get(from);
    int scopeSpans = out.beginMessage(2);
    if (first.scope().length > 0) {
      out.bytesField(1, first.scope());
    }
    int i = from;
    while (i < spans.size()
        && spans.get(i).sameResource(resource)
        && spans.get(i).sameScope(first)) {
      out.bytesField(2, spans.get(i).span());
      i++;
    }
    writeUrl(out, first.scopeSchemaUrl());
    out.endMessage(scopeSpans);
    return i;
  }

  private static void writeUrl(ProtoWriter out, String url) {
    if (!url.isEmpty()) {
      out.stringField(3, url);
    }
  }

  /**
   * Takes a request apart without looking into its spans.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the bytes are no such request
   */
  public static List<EncodedSpan> split(byte[] request) {
    try {
      List<EncodedSpan> spans = new ArrayList<>();
      ProtoReader in = new ProtoReader(request);
      while (in.next()) {
        if (in.field() == 1) {
          splitResourceSpans(in.message(), spans);
        } else {
          in.skip();
        }
      }
      return spans;
    } catch (MalformedProtoException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, "OTLP trace request: " + e.getMessage(), e);
    }
  }

  private static void splitResourceSpans(ProtoReader in, List<EncodedSpan> into) {
    byte[] resource = NOTHING;
    String url = "";
    List<ProtoReader> groups = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> resource = in.bytes();
        case 2 -> groups.add(in.message());
        case 3 -> url = in.string();
        default -> in.skip();
      }
    }
    for (ProtoReader group : groups) {
      splitScopeSpans(group, resource, url, into);
    }
  }

  private static void splitScopeSpans(
      ProtoReader in, byte[] resource, String resourceUrl, List<EncodedSpan> into) {
    byte[] scope = NOTHING;
    String url = "";
    List<byte[]> spans = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> scope = in.bytes();
        case 2 -> spans.add(in.bytes());
        case 3 -> url = in.string();
        default -> in.skip();
      }
    }
    for (byte[] span : spans) {
      into.add(new EncodedSpan(span, resource, resourceUrl, scope, url));
    }
  }

  public static byte[] encodeResource(OtelResource resource) {
    ProtoWriter out = new ProtoWriter(128);
    resource.attributes().forEach((key, value) -> AnyValues.writeKeyValue(out, 1, key, value));
    if (resource.droppedAttributesCount() != 0) {
      out.int64Field(2, resource.droppedAttributesCount());
    }
    return out.toByteArray();
  }

  public static byte[] encodeScope(OtelScope scope) {
    ProtoWriter out = new ProtoWriter(64);
    if (!scope.name().isEmpty()) {
      out.stringField(1, scope.name());
    }
    if (!scope.version().isEmpty()) {
      out.stringField(2, scope.version());
    }
    scope.attributes().forEach((key, value) -> AnyValues.writeKeyValue(out, 3, key, value));
    if (scope.droppedAttributesCount() != 0) {
      out.int64Field(4, scope.droppedAttributesCount());
    }
    return out.toByteArray();
  }

  static OtelResource decodeResource(byte[] bytes, String schemaUrl) {
    if (bytes.length == 0 && schemaUrl.isEmpty()) {
      return OtelResource.EMPTY;
    }
    try {
      return decodeResource(new ProtoReader(bytes), schemaUrl);
    } catch (MalformedProtoException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, "OTLP resource: " + e.getMessage(), e);
    }
  }

  private static OtelResource decodeResource(ProtoReader in, String schemaUrl) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    int dropped = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> AnyValues.readKeyValue(in.message(), attributes);
        case 2 -> dropped = in.int32();
        default -> in.skip();
      }
    }
    return new OtelResource(attributes, schemaUrl, dropped);
  }

  static OtelScope decodeScope(byte[] bytes, String schemaUrl) {
    if (bytes.length == 0 && schemaUrl.isEmpty()) {
      return OtelScope.EMPTY;
    }
    try {
      return decodeScope(new ProtoReader(bytes), schemaUrl);
    } catch (MalformedProtoException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, "OTLP scope: " + e.getMessage(), e);
    }
  }

  private static OtelScope decodeScope(ProtoReader in, String schemaUrl) {
    String name = "";
    String version = "";
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    int dropped = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.string();
        case 2 -> version = in.string();
        case 3 -> AnyValues.readKeyValue(in.message(), attributes);
        case 4 -> dropped = in.int32();
        default -> in.skip();
      }
    }
    return new OtelScope(name, version, attributes, schemaUrl, dropped);
  }
}
