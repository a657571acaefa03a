package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Spans between our codec and the official classes of OpenTelemetry. */
class OtlpLosslessTest {
  @Provide
  Arbitrary<Span> spans() {
    return SpanArbitraries.spans();
  }

  @Property(tries = 500)
  void aSpanReadsAsItWasWritten(@ForAll("spans") Span span) {
    assertThat(Span.fromOtlp(span.toOtlp(), span.resource(), span.scope())).isEqualTo(span);
  }

  @Property(tries = 300)
  void aSpanSurvivesTheOfficialClasses(@ForAll("spans") Span span)
      throws InvalidProtocolBufferException {
    byte[] official = io.opentelemetry.proto.trace.v1.Span.parseFrom(span.toOtlp()).toByteArray();

    assertThat(Span.fromOtlp(official, span.resource(), span.scope())).isEqualTo(span);
  }

  @Property(tries = 300)
  void theOfficialClassesReadTheSameAfterOurModel(@ForAll("spans") Span span)
      throws InvalidProtocolBufferException {
    var official = io.opentelemetry.proto.trace.v1.Span.parseFrom(span.toOtlp());

    byte[] ours = Span.fromOtlp(official.toByteArray()).toOtlp();

    assertThat(io.opentelemetry.proto.trace.v1.Span.parseFrom(ours)).isEqualTo(official);
  }

  @Property(tries = 200)
  void aRequestKeepsResourceAndScopeOfEverySpan(
      @ForAll("spans") Span first, @ForAll("spans") Span second)
      throws InvalidProtocolBufferException {
    Span third = second.toBuilder().resource(first.resource()).build();
    List<Span> spans = List.of(first, third, second);
    byte[] request = OtlpRequests.encode(spans.stream().map(EncodedSpan::of).toList());

    byte[] official = ExportTraceServiceRequest.parseFrom(request).toByteArray();

    assertThat(OtlpRequests.split(official).stream().map(EncodedSpan::decode))
        .containsExactlyElementsOf(spans);
  }

  @Property(tries = 100)
  void fieldsOfALaterVersionAreSkipped(@ForAll("spans") Span span)
      throws InvalidProtocolBufferException {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .addField(100, UnknownFieldSet.Field.newBuilder().addFixed32(7).build())
            .addField(101, UnknownFieldSet.Field.newBuilder().addFixed64(7).build())
            .addField(
                102,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(
                        com.google.protobuf.ByteString.copyFromUtf8("x".repeat(300)))
                    .build())
            .build();
    var builder = io.opentelemetry.proto.trace.v1.Span.parseFrom(span.toOtlp()).toBuilder();
    builder.setUnknownFields(later);
    builder.getStatusBuilder().setUnknownFields(later);
    builder.getAttributesBuilderList().forEach(attribute -> attribute.setUnknownFields(later));
    builder.getEventsBuilderList().forEach(event -> event.setUnknownFields(later));
    builder.getLinksBuilderList().forEach(link -> link.setUnknownFields(later));

    assertThat(Span.fromOtlp(builder.build().toByteArray(), span.resource(), span.scope()))
        .isEqualTo(span);
  }
}
