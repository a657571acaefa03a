package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hostile bytes: each is read or refused with an MLflow error, and nothing else happens. */
class OtlpFuzzTest {
  private static final int MUTATIONS = 20_000;

  @Test
  void mutatedRequestsAreReadOrRefused() {
    List<byte[]> seeds = new ArrayList<>();
    for (Golden.File file : Golden.pythonExchanges()) {
      GoldenOtlpTest.otlpBodies(file).stream().filter(b -> b.length < 4000).forEach(seeds::add);
    }
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(seeds.get(random.nextInt(seeds.size())), random);
      try {
        for (EncodedSpan encoded : OtlpRequests.split(mutated)) {
          Span span = encoded.decode();
          SpanFacts.of(span); // what passed the door is readable to the last value
          Span.fromOtlp(span.toOtlp());
        }
      } catch (MlflowException e) {
        assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
        refused++;
      }
    }
    assertThat(refused).isBetween(MUTATIONS / 20, MUTATIONS);
  }

  @Test
  void aRequestCutAnywhereIsRefused() {
    byte[] body = GoldenOtlpTest.otlpBodies(Golden.pythonExchanges().get(0)).get(0);
    for (int length = 1; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> OtlpRequests.split(cut)).isInstanceOf(MlflowException.class);
    }
  }

  @Test
  void deepNestingIsRefusedAndNotFollowed() {
    byte[] nested = new byte[0];
    for (int i = 0; i < 5_000; i++) {
      ProtoWriter out = new ProtoWriter(nested.length + 32);
      int array = out.beginMessage(AnyValues.ARRAY);
      out.bytesField(1, nested);
      out.endMessage(array);
      nested = out.toByteArray();
    }
    byte[] span = spanWithAttribute(nested);

    assertThatThrownBy(() -> Span.fromOtlp(span))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void aValueAsDeepAsAllowedIsReadableInEveryForm() {
    Object value = "leaf";
    for (int i = 0; i < AnyValues.MAX_DEPTH; i++) {
      value = List.of(value);
    }
    Span span = Span.fromOtlp(spanWithAttribute(AnyValues.encode(value)));

    assertThat(span.attribute("deep")).isEqualTo(value);
    assertThat(Span.fromMap(span.toMap()).attribute("deep")).isEqualTo(value);
  }

  @Test
  void aMalformedAttributeIsRefusedWhenTheSpanIsReadAndNotLater() {
    byte[] span = spanWithAttribute(new byte[] {(byte) (AnyValues.STRING << 3 | 2), 100, 1});

    assertThatThrownBy(() -> Span.fromOtlp(span)).isInstanceOf(MlflowException.class);
  }

  @Test
  void aMalformedResourceIsRefused() {
    EncodedSpan good = EncodedSpan.of(Span.builder("tr-" + "1".repeat(32), "2".repeat(16)).build());
    EncodedSpan bad = new EncodedSpan(good.span(), new byte[] {10, 100}, "", new byte[0], "");

    assertThatThrownBy(bad::decode).isInstanceOf(MlflowException.class);
  }

  @Test
  void aSpanWithoutIdsIsRefused() {
    assertThatThrownBy(() -> Span.fromOtlp(new byte[0]))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("without span id");
  }

  @Test
  void aParentOfZerosIsNoParent() {
    ProtoWriter out = new ProtoWriter(64);
    byte[] id = Span.builder("tr-" + "1".repeat(32), "2".repeat(16)).build().toOtlp();
    out.writeRaw(id, 0, id.length);
    out.bytesField(4, new byte[8]);

    assertThat(Span.fromOtlp(out.toByteArray()).isRoot()).isTrue();
  }

  private static byte[] spanWithAttribute(byte[] anyValue) {
    byte[] ids = Span.builder("tr-" + "1".repeat(32), "2".repeat(16)).build().toOtlp();
    ProtoWriter out = new ProtoWriter(anyValue.length + 128);
    out.writeRaw(ids, 0, ids.length);
    int mark = out.beginMessage(9);
    out.stringField(1, "deep");
    out.bytesField(2, anyValue);
    out.endMessage(mark);
    return out.toByteArray();
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(bytes.length);
        System.arraycopy(bytes, from, bytes, to, bytes.length - Math.max(from, to));
      }
      default -> {
        for (int i = 0; i < 5; i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }
}
