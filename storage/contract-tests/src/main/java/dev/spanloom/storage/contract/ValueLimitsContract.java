package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values that are long, many or hostile are found as exactly as any other. */
public abstract class ValueLimitsContract extends StoreContract {
  private static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE traces; --",
          "\" OR 1=1 --",
          "' OR '1'='1",
          "%' OR tag LIKE '%",
          "\\",
          "\\'",
          "''",
          "`",
          "$1",
          "?1",
          ":x",
          "${x}",
          "\u0000",
          "\uD83D\uDE00'",
          "/* */",
          "\n--\n");

  private List<Integer> found(Field field, Operator operator, String value) {
    Filter filter = new Filter.Compare(field, operator, new Literal.Text(value));
    return found(TraceQuery.builder("0").filter(filter).maxResults(1000).build());
  }

  @Test
  void longValuesAreComparedToTheirEnd() {
    for (int length : new int[] {179, 180, 199, 200, 201, 1000, 7990, 20_000}) {
      String start = length + ":" + "v".repeat(length);
      int first = 2 * length;
      write(
          rootOf(first)
              .name(start + "a")
              .attribute("long", AttributeValue.of(start + "a"))
              .build());
      write(
          rootOf(first + 1)
              .name(start + "b")
              .attribute("long", AttributeValue.of(start + "b"))
              .build());
      for (Field field :
          List.of(KeyedField.spanAttribute("long"), SpanField.NAME, TraceField.NAME)) {
        assertThat(found(field, Operator.EQUAL, start + "b"))
            .as("%s of %d", field, length)
            .containsExactly(first + 1);
        assertThat(found(field, Operator.EQUAL, start)).isEmpty();
        assertThat(found(field, Operator.LIKE, start + "_")).containsExactly(first + 1, first);
        assertThat(found(field, Operator.LIKE, start.substring(1) + "a")).isEmpty();
      }
    }
    assertThat(found(KeyedField.spanAttribute("long"), Operator.RLIKE, "v{250}b$"))
        .containsExactly(40_001, 15_981, 2001);
  }

  @Test
  void longTagsAndMetadataAreComparedAsTheyWereCut() {
    String start = "v".repeat(7999);
    write(saidOf(1).tag("t", start + "ab").metadata("m", start + "ab").build());
    write(saidOf(2).tag("t", start + "b").metadata("m", start + "b").build());
    for (Field field : List.of(KeyedField.tag("t"), KeyedField.metadata("m"))) {
      assertThat(found(field, Operator.EQUAL, start + "a")).containsExactly(1);
      assertThat(found(field, Operator.EQUAL, start + "ab")).isEmpty();
      assertThat(found(field, Operator.LIKE, "v%b")).containsExactly(2);
      assertThat(found(field, Operator.NOT_EQUAL, start + "b")).containsExactly(1);
    }
  }

  @Test
  void aKeyWithManyValuesIsSearchedExactly() {
    for (int trace = 0; trace < 26; trace++) {
      int first = trace * 100;
      write(
          IntStream.range(first, first + 100)
              .mapToObj(
                  i ->
                      (i % 100 == 0 ? rootOf(i / 100) : childOf(i / 100, i % 100))
                          .attribute("request", AttributeValue.of("id-" + i + "-x"))
                          .attribute("number", AttributeValue.of(i))
                          .spanType(i % 2 == 0 ? "EVEN" : "ODD")
                          .build())
              .toArray(Span[]::new));
    }
    for (int i : new int[] {0, 1, 1999, 2000, 2001, 2350, 2599}) {
      String id = "id-" + i + "-x";
      String type = i % 2 == 0 ? "EVEN" : "ODD";
      String otherType = i % 2 == 0 ? "ODD" : "EVEN";
      assertThat(found("span.attributes.request = '" + id + "'")).as(id).containsExactly(i / 100);
      assertThat(found("span.attributes.request IN ('" + id + "', 'none')"))
          .containsExactly(i / 100);
      assertThat(found("span.attributes.request LIKE '%-" + i + "-_'")).containsExactly(i / 100);
      assertThat(found("span.attributes.number = " + i)).containsExactly(i / 100);
      assertThat(found("span(type = '" + type + "' AND attributes.request = '" + id + "')"))
          .containsExactly(i / 100);
      assertThat(found("span(type = '" + otherType + "' AND attributes.request = '" + id + "')"))
          .isEmpty();
    }
    assertThat(found("span.attributes.request = 'id-2600-x'")).isEmpty();
    assertThat(found("span.attributes.number >= 2500")).containsExactly(25);
    assertThat(found("NOT span.attributes.number < 2500")).containsExactly(25);
    assertThat(found("span.attributes.number > 2599")).isEmpty();
  }

  @Test
  void manyKeysOfATraceAreAllFound() {
    Span.Builder root = rootOf(1);
    IntStream.range(0, 1000).forEach(i -> root.attribute("key" + i, AttributeValue.of(i)));
    write(root.build());
    for (int i : new int[] {0, 61, 62, 500, 999}) {
      assertThat(found("span.attributes.key" + i + " = " + i)).containsExactly(1);
    }
    assertThat(found("EXISTS span.attributes.key1000")).isEmpty();
  }

  @Test
  void hostileValuesAreOnlyValues() {
    for (int i = 0; i < HOSTILE.size(); i++) {
      String value = HOSTILE.get(i);
      write(
          saidOf(i)
              .clientRequestId(value)
              .tag("t", value)
              .tag(TraceTagKey.TRACE_NAME, value)
              .metadata("m", value)
              .metadata(TraceMetadataKey.TRACE_SESSION, value)
              .metadata(TraceMetadataKey.TRACE_USER, value)
              .assessments(List.of(Feedback.builder("f").value(value).build()))
              .build());
      write(rootOf(i).name(value).attribute("a", AttributeValue.of(value)).spanType(value).build());
    }
    List<Field> fields =
        List.of(
            TraceField.CLIENT_REQUEST_ID,
            TraceField.NAME,
            TraceField.SESSION_ID,
            TraceField.USER,
            KeyedField.tag("t"),
            KeyedField.metadata("m"),
            KeyedField.spanAttribute("a"),
            new KeyedField(KeyedField.Family.FEEDBACK, "f"),
            SpanField.NAME,
            SpanField.TYPE);
    for (int i = 0; i < HOSTILE.size(); i++) {
      for (Field field : fields) {
        assertThat(found(field, Operator.EQUAL, HOSTILE.get(i)))
            .as("%s = %s", field, HOSTILE.get(i))
            .containsExactly(i);
        assertThat(found(field, Operator.LIKE, HOSTILE.get(i))).contains(i);
      }
      assertThat(found(TraceField.TEXT, Operator.LIKE, "%a: " + HOSTILE.get(i) + "%")).contains(i);
    }
    assertThat(found("")).hasSize(HOSTILE.size());
  }

  @Test
  void hostileKeysAreOnlyKeys() {
    for (int i = 0; i < HOSTILE.size(); i++) {
      String key = "k" + HOSTILE.get(i);
      write(saidOf(i).tag(key, "v").metadata(key, "v").build());
      write(rootOf(i).attribute(key, AttributeValue.of("v")).build());
    }
    for (int i = 0; i < HOSTILE.size(); i++) {
      String key = "k" + HOSTILE.get(i);
      for (Field field :
          List.of(KeyedField.tag(key), KeyedField.metadata(key), KeyedField.spanAttribute(key))) {
        assertThat(found(field, Operator.EQUAL, "v")).as("%s", field).containsExactly(i);
      }
      OrderKey order = new OrderKey(KeyedField.tag(key), false);
      assertThat(found(TraceQuery.builder("0").orderBy(List.of(order)).build()).get(0))
          .isEqualTo(i);
      assertThat(store.reader().info(traceId(i))).isPresent();
    }
  }
}
