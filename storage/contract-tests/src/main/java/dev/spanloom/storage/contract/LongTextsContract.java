package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.UserTotals;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Texts that are too long for the indexes of some databases, however well these compress, are texts
 * as others are. They differ at their end alone.
 */
public abstract class LongTextsContract extends StoreContract {
  /** Metadata are cut behind 8,000 characters. */
  private static final String LONG = noise(7_990);

  private static final String LONGER = noise(10_000);
  private static final int TRACES = 4;

  /** Letters that nothing makes shorter. */
  private static String noise(int length) {
    Random random = new Random(length);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private static String end(int trace) {
    return String.valueOf((char) ('a' + trace));
  }

  private static TraceInfo info(int trace) {
    String session = LONG + end(trace / 2);
    return saidOf(trace)
        .clientRequestId(LONGER + end(trace))
        .metadata(TraceMetadataKey.TRACE_SESSION, session)
        .metadata(TraceMetadataKey.TRACE_USER, session)
        .metadata(TraceMetadataKey.SOURCE_RUN, LONG + end(trace))
        .tag("t", LONG + end(trace))
        .assessments(
            List.of(
                Feedback.builder(LONGER).value(LONGER + end(trace)).assessmentId("f").build(),
                Expectation.builder("e").value(LONGER + end(trace)).assessmentId("e").build()))
        .build();
  }

  private static Span root(int trace) {
    return rootOf(trace)
        .name(LONGER + end(trace))
        .spanType(LONGER + end(trace))
        .attribute(LONGER, AttributeValue.of(LONGER + end(trace)))
        .build();
  }

  @BeforeEach
  void write() {
    for (int trace = 0; trace < TRACES; trace++) {
      write(info(trace));
      write(root(trace));
    }
  }

  private List<Integer> found(Field field, Operator operator, Literal... values) {
    Filter filter =
        values.length == 1
            ? new Filter.Compare(field, operator, values[0])
            : new Filter.OneOf(field, false, List.of(values));
    return found(TraceQuery.builder("0").filter(filter).maxResults(100).build());
  }

  private static Literal text(String text) {
    return new Literal.Text(text);
  }

  private void assertFound(Field field, String start) {
    Literal last = text(start + end(3));
    assertThat(found(field, Operator.EQUAL, last)).as("%s", field).containsExactly(3);
    assertThat(found(field, Operator.EQUAL, text(start))).isEmpty();
    assertThat(found(field, Operator.NOT_EQUAL, last)).containsExactly(2, 1, 0);
    assertThat(found(field, Operator.EQUAL, last, text(start + end(1)), text("none")))
        .containsExactly(3, 1);
    assertThat(found(field, Operator.LIKE, text(start.substring(0, 1000) + "%")))
        .containsExactly(3, 2, 1, 0);
    assertThat(found(field, Operator.LIKE, text(start.substring(0, 1000) + "%" + end(2))))
        .containsExactly(2);
    assertThat(found(field, Operator.LIKE, text("%" + start.substring(start.length() - 40) + "b%")))
        .containsExactly(1);
    assertThat(found(field, Operator.LIKE, text("%" + start.substring(1, 300) + "-%"))).isEmpty();
  }

  @Test
  void theyAreReadAsTheyWereWritten() {
    for (int trace = 0; trace < TRACES; trace++) {
      TraceInfo read = readInfo(traceId(trace));
      assertThat(read.clientRequestId()).isEqualTo(LONGER + end(trace));
      assertThat(read.traceMetadata()).containsAllEntriesOf(info(trace).traceMetadata());
      assertThat(read.tags()).containsEntry("t", LONG + end(trace));
      assertThat(read.assessments().get(0).name()).isEqualTo(LONGER);
      assertThat(readTrace(traceId(trace)).data().spans()).containsExactly(root(trace));
    }
  }

  @Test
  void fieldsOfTracesAreFound() {
    assertFound(TraceField.CLIENT_REQUEST_ID, LONGER);
    assertFound(TraceField.NAME, LONGER);
    assertFound(TraceField.RUN_ID, LONG);
    assertFound(KeyedField.tag("t"), LONG);
    assertFound(KeyedField.metadata(TraceMetadataKey.SOURCE_RUN), LONG);
    for (Field field : List.of(TraceField.SESSION_ID, TraceField.USER)) {
      assertThat(found(field, Operator.EQUAL, text(LONG + end(1)))).containsExactly(3, 2);
      assertThat(found(field, Operator.EQUAL, text(LONG + end(2)))).isEmpty();
    }
  }

  @Test
  void spansAndAssessmentsAreFound() {
    assertFound(SpanField.NAME, LONGER);
    assertFound(SpanField.TYPE, LONGER);
    assertFound(KeyedField.spanAttribute(LONGER), LONGER);
    assertFound(new KeyedField(KeyedField.Family.FEEDBACK, LONGER), LONGER);
    assertFound(new KeyedField(KeyedField.Family.EXPECTATION, "e"), LONGER);
  }

  @Test
  void theyAreSorted() {
    for (Field field :
        List.of(
            TraceField.CLIENT_REQUEST_ID,
            TraceField.NAME,
            TraceField.RUN_ID,
            KeyedField.tag("t"))) {
      for (boolean descending : new boolean[] {true, false}) {
        OrderKey order = new OrderKey(field, descending);
        List<Integer> sorted = descending ? List.of(3, 2, 1, 0) : List.of(0, 1, 2, 3);
        assertThat(found(TraceQuery.builder("0").orderBy(List.of(order)).build()))
            .as("%s", order)
            .isEqualTo(sorted);
      }
    }
  }

  @Test
  void theyAreAddedUp() {
    TraceQuery all = TraceQuery.builder("0").build();
    assertThat(store.metrics().sessions(all).sessions())
        .extracting(SessionTotals::sessionId, SessionTotals::turns, SessionTotals::user)
        .containsExactly(
            tuple(LONG + end(1), 2L, LONG + end(1)), tuple(LONG + end(0), 2L, LONG + end(0)));
    assertThat(store.metrics().users(all))
        .extracting(UserTotals::user, UserTotals::traces, UserTotals::sessions)
        .containsExactly(tuple(LONG + end(0), 2L, 1L), tuple(LONG + end(1), 2L, 1L));
    for (Metric metric : List.of(Metric.TRACE_COUNT, Metric.SPAN_COUNT)) {
      assertThat(store.metrics().query(count(metric)))
          .extracting(point -> point.values().get("COUNT"))
          .containsExactly((double) TRACES);
    }
  }

  private static MetricsQuery count(Metric metric) {
    return new MetricsQuery(
        List.of(Experiment.DEFAULT_ID),
        metric,
        List.of(Aggregation.of(Aggregation.Kind.COUNT)),
        List.of(),
        Filter.ALL,
        null,
        null,
        null,
        1);
  }
}
