package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OTLP requests of MLflow's Python client. */
class GoldenOtlpTest {
  static List<Golden.File> exchanges() {
    return Golden.pythonExchanges();
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void everySpanSurvivesOurModel(Golden.File file) throws InvalidProtocolBufferException {
    for (byte[] body : otlpBodies(file)) {
      List<io.opentelemetry.proto.trace.v1.Span> ours = new ArrayList<>();
      for (EncodedSpan span : OtlpRequests.split(body)) {
        ours.add(
            normalized(io.opentelemetry.proto.trace.v1.Span.parseFrom(span.decode().toOtlp())));
      }
      assertThat(ours).isEqualTo(official(body));
    }
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void splittingAndJoiningGivesTheSameBytes(Golden.File file) {
    for (byte[] body : otlpBodies(file)) {
      assertThat(OtlpRequests.encode(OtlpRequests.split(body))).isEqualTo(body);
    }
  }

  static List<byte[]> otlpBodies(Golden.File file) {
    List<byte[]> bodies = new ArrayList<>();
    for (Map<String, Object> exchange : Golden.lines(file)) {
      if (exchange.get("path").toString().startsWith("/v1/traces")) {
        String base64 = Fields.text(Golden.asMap(exchange.get("request_body")), "base64", "");
        bodies.add(Base64.getDecoder().decode(base64));
      }
    }
    return bodies;
  }

  private static List<io.opentelemetry.proto.trace.v1.Span> official(byte[] body)
      throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(GoldenOtlpTest::normalized)
        .toList();
  }

  /**
   * The two differences that are allowed: a null is written as an attribute with an empty value and
   * not as one without value, and an unset status is left out instead of being an empty message.
   */
  private static io.opentelemetry.proto.trace.v1.Span normalized(
      io.opentelemetry.proto.trace.v1.Span span) {
    var builder = span.toBuilder();
    for (KeyValue.Builder attribute : builder.getAttributesBuilderList()) {
      if (attribute.getValue().equals(AnyValue.getDefaultInstance())) {
        attribute.clearValue();
      }
    }
    if (builder.getStatus().getSerializedSize() == 0) {
      builder.clearStatus();
    }
    return builder.build();
  }
}
