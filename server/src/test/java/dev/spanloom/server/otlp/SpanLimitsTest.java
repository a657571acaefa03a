package dev.spanloom.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is beyond a limit is rejected alone, and the reply says why. */
class SpanLimitsTest {
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";

  private final LiveServer server =
      new LiveServer(ServerOptions.builder().spanLimits(new SpanLimits(3, 5, 10_000)).build());

  @AfterEach
  void close() {
    server.close();
  }

  private static Span.Builder span(int number) {
    return Span.builder(TRACE, "%016x".formatted(number)).name("span");
  }

  private String reply(Span.Builder... spans) {
    List<EncodedSpan> encoded =
        Arrays.stream(spans).map(Span.Builder::build).map(EncodedSpan::of).toList();
    HttpResponse<String> reply =
        server.post("/v1/traces", "application/x-protobuf", OtlpRequests.encode(encoded));
    assertThat(reply.statusCode()).isEqualTo(200);
    return reply.body();
  }

  private int stored() {
    return server.store().reader().trace(TRACE).map(trace -> trace.data().spans().size()).orElse(0);
  }

  @Test
  void theSpansOfARequest() {
    assertThat(reply(span(1), span(2), span(3), span(4)))
        .contains("span 3: it is beyond the first 3 spans (expected: at most so many in one");
    assertThat(stored()).isEqualTo(3);
    assertThat(server.get("/metrics").body())
        .contains("spanloom_spans_rejected_total{reason=\"limit\"} 1.0");
  }

  @Test
  void theAttributesOfASpan() {
    Span.Builder many = span(1);
    for (int i = 0; i < 6; i++) {
      many.attribute("a" + i, AttributeValue.of(1L));
    }
    assertThat(reply(many, span(2)))
        .contains("span 0: 6 attributes (expected: at most 5 in one span)");
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void theSizeOfASpan() {
    assertThat(reply(span(1).attribute("a", AttributeValue.of("x".repeat(20_000))), span(2)))
        .contains("span 0: 20", "bytes (expected: at most 10000 in one span)");
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void theNestingOfAValue() {
    byte[] value = {};
    for (int depth = 0; depth < 1_500; depth++) {
      value = listOf(value);
    }
    Span.Builder deep = span(1);
    try (LiveServer wide = new LiveServer()) {
      byte[] good = EncodedSpan.of(deep.build()).span();
      byte[] attribute = field(9, concat(field(1, new byte[] {'a'}), field(2, value)));
      EncodedSpan encoded =
          new EncodedSpan(concat(good, attribute), new byte[0], "", new byte[0], "");
      HttpResponse<String> reply =
          wide.post(
              "/v1/traces",
              "application/x-protobuf",
              OtlpRequests.encode(List.of(encoded, EncodedSpan.of(span(2).build()))));
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.body()).contains("span 0: ", "1000");
      assertThat(wide.store().reader().trace(TRACE).orElseThrow().data().spans()).hasSize(1);
    }
  }

  private static byte[] listOf(byte[] anyValue) {
    return field(5, field(1, anyValue));
  }

  /** A field of bytes in protobuf. */
  private static byte[] field(int number, byte[] content) {
    ProtoWriter out = new ProtoWriter(content.length + 8);
    out.bytesField(number, content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void limitsArePositive() {
    assertThatThrownBy(() -> new SpanLimits(0, 1, 1)).hasMessageContaining("spans: 0");
    assertThatThrownBy(() -> new SpanLimits(1, 0, 1)).hasMessageContaining("attributes: 0");
    assertThatThrownBy(() -> new SpanLimits(1, 1, -1)).hasMessageContaining("spanBytes: -1");
  }
}
