package dev.spanloom.entities.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A preview is the beginning of the text that the writer makes, and knows how long that is. */
class JsonPreviewTest {
  @Property(tries = 300)
  void aPreviewBeginsAsTheTextDoes(
      @ForAll("values") Object value, @ForAll @IntRange(max = 200) int most) {
    byte[] whole = JsonWriter.write(value).getBytes(StandardCharsets.UTF_8);
    JsonPreview preview = new JsonPreview(most);
    preview.value(value);
    assertThat(preview.length()).isEqualTo(whole.length);
    assertThat(preview.bytes()).isEqualTo(Arrays.copyOf(whole, Math.min(most, whole.length)));
  }

  @Property(tries = 300)
  void soDoesOneOfAnEncodedValue(
      @ForAll("values") Object value, @ForAll @IntRange(max = 200) int most) {
    AttributeValue attribute = AttributeValue.of(value);
    byte[] whole = attribute.json().getBytes(StandardCharsets.UTF_8);
    JsonPreview preview = new JsonPreview(most);
    AnyValues.appendJson(new ProtoReader(attribute.anyValue()), preview);
    assertThat(preview.length()).isEqualTo(whole.length);
    assertThat(preview.bytes()).isEqualTo(Arrays.copyOf(whole, Math.min(most, whole.length)));
  }

  @Property(tries = 300)
  void oneThatLeavesTheRestAloneBeginsSoToo(
      @ForAll("values") Object value, @ForAll @IntRange(max = 200) int most) {
    AttributeValue attribute = AttributeValue.of(value);
    byte[] whole = attribute.json().getBytes(StandardCharsets.UTF_8);
    JsonPreview preview = JsonPreview.ofBeginning(most);
    AnyValues.appendJson(new ProtoReader(attribute.anyValue()), preview);
    assertThat(preview.bytes()).isEqualTo(Arrays.copyOf(whole, Math.min(most, whole.length)));
  }

  @Example
  void whatIsOnlyCountedTakesNoMemory() {
    String lines = "a line\n".repeat(200_000);
    AttributeValue value = AttributeValue.of(Map.of("page", lines));
    ProtoReader in = new ProtoReader(value.anyValue());
    JsonPreview preview = new JsonPreview(64 * 1024);
    com.sun.management.ThreadMXBean thread =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
    AnyValues.appendJson(in, preview);
    long allocated = thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(preview.length()).isEqualTo(12 + 8 * 200_000L);
    assertThat(allocated).isLessThan(2_000_000);
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(40).map(text -> text),
            Arbitraries.strings().ascii().ofMaxLength(40).map(text -> text),
            Arbitraries.longs().map(number -> number),
            Arbitraries.doubles().map(number -> number),
            Arbitraries.of(true, Double.NaN, new byte[] {1, 2}, "\uD83D", "a\u007F\u0000\"\\\n"));
    return Arbitraries.oneOf(
        leaves,
        leaves.list().ofMaxSize(3).map(list -> (Object) List.of(list, List.of())),
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), leaves)
            .ofMaxSize(3)
            .map(map -> (Object) Map.of("nested", map)));
  }
}
