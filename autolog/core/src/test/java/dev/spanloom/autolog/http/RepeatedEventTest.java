package dev.spanloom.autolog.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class RepeatedEventTest {
  private static RepeatedEvent of(String event) {
    RepeatedEvent repeated = RepeatedEvent.of(event, "content");
    assertThat(repeated).isNotNull();
    return repeated;
  }

  /** Reads from the middle of an array, as from what a stream brought. */
  private static String textOf(RepeatedEvent repeated, String event) {
    byte[] bytes = ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);
    int[] places = new int[1 + 2 * repeated.pieces()];
    int end = repeated.endOf(bytes, 6, bytes.length - 2, places, 1);
    if (end != bytes.length - 2) {
      return null;
    }
    int wanted = 1 + 2 * repeated.wanted();
    int length = places[wanted + 1] - places[wanted];
    return new String(bytes, places[wanted], length, StandardCharsets.UTF_8);
  }

  @Test
  void theTextOfAnEventThatDiffersInItAloneIsRead() {
    RepeatedEvent repeated = of("{\"id\":\"1\",\"delta\":{\"content\":\"one\"},\"usage\":null}");

    assertThat(
            textOf(
                repeated, "{\"id\":\"1\",\"delta\":{\"content\":\"two, three\"},\"usage\":null}"))
        .isEqualTo("two, three");
    assertThat(textOf(repeated, "{\"id\":\"1\",\"delta\":{\"content\":\"\"},\"usage\":null}"))
        .isEmpty();
  }

  @Test
  void anEventThatDiffersElsewhereIsAnotherOne() {
    RepeatedEvent repeated = of("{\"id\":\"1\",\"delta\":{\"content\":\"one\"},\"usage\":null}");

    assertThat(textOf(repeated, "{\"id\":\"2\",\"delta\":{\"content\":\"two\"},\"usage\":null}"))
        .isNull();
    assertThat(
            textOf(repeated, "{\"id\":\"1\",\"delta\":{\"content\":\"two\"},\"usage\":{\"n\":1}}"))
        .isNull();
    assertThat(textOf(repeated, "{\"id\":\"1\",\"delta\":{\"content\":null},\"usage\":null}"))
        .isNull();
    assertThat(textOf(repeated, "{\"id\":\"1\",\"delta\":{\"content\":\"two")).isNull();
    assertThat(textOf(repeated, "")).isNull();
  }

  @Test
  void paddingAndCountersMayDiffer() {
    RepeatedEvent repeated =
        of("{\"sequence_number\":9,\"content\":\"one\",\"obfuscation\":\"xyz\"}");

    assertThat(
            textOf(repeated, "{\"sequence_number\":10,\"content\":\"two\",\"obfuscation\":\"a\"}"))
        .isEqualTo("two");
  }

  @Test
  void aTextWithEscapesIsLeftToTheParser() {
    RepeatedEvent repeated = of("{\"content\":\"one\"}");

    assertThat(textOf(repeated, "{\"content\":\"a \\\"quoted\\\" word\"}")).isNull();
    assertThat(RepeatedEvent.of("{\"content\":\"line\\n\"}", "content")).isNull();
  }

  @Test
  void aKeyThatOccursTwiceOrNotAtAllIsNoPlace() {
    assertThat(RepeatedEvent.of("{\"a\":{\"content\":\"x\"},\"b\":{\"content\":\"y\"}}", "content"))
        .isNull();
    assertThat(RepeatedEvent.of("{\"text\":\"x\"}", "content")).isNull();
    assertThat(RepeatedEvent.of("{\"content\": \"x\"}", "content")).isNull();
  }

  @Property
  void whatIsReadIsWhatAParserReads(
      @ForAll @NotBlank String first, @ForAll String second, @ForAll String id) {
    String one = event(first, id);
    String two = event(second, id);
    RepeatedEvent repeated = RepeatedEvent.of(one, "content");
    String read = repeated == null ? null : textOf(repeated, two);
    if (read != null) {
      Map<String, Object> expected = new LinkedHashMap<>(JsonReader.readObject(one));
      expected.put("content", read);
      assertThat(JsonReader.readObject(two)).isEqualTo(expected);
    }
  }

  private static String event(String content, String id) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("id", id);
    event.put("content", content);
    event.put("last", null);
    return JsonWriter.write(event);
  }
}
