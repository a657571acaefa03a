package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.storage.MetricsQuery;
import dev.spanloom.storage.MetricsQuery.Aggregation;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.Metric;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Texts that some databases have no place for, half characters and U+0000 among them, do no harm:
 * neither to themselves nor to those that a database could take for the same.
 */
public abstract class StrangeTextsContract extends StoreContract {
  private static final List<String> STRANGE =
      List.of(
          "x\ud83d", "x\ud83e", "\udc00x", "x?", "x\uFFFD", "x\u0000", "x\u0001", "\ud83d\ude00");

  private void writeAll(int first) {
    for (int i = 0; i < STRANGE.size(); i++) {
      String text = STRANGE.get(i);
      write(saidOf(first + i).tag("t", text).metadata("m", text).tag(text, "key").build());
      write(
          rootOf(first + i)
              .name(text)
              .spanType(text)
              .attribute("a", AttributeValue.of(text))
              .attribute(text, AttributeValue.of("key"))
              .build());
    }
  }

  private List<String> found(KeyedField.Family family, String key, String value) {
    Filter filter =
        new Filter.Compare(new KeyedField(family, key), Operator.EQUAL, new Literal.Text(value));
    return store
        .search()
        .search(TraceQuery.builder(Experiment.DEFAULT_ID).filter(filter).build())
        .infos()
        .stream()
        .map(TraceInfo::traceId)
        .toList();
  }

  @Test
  void theyAreWrittenAgainAndAgainAndEachIsFoundByItself() {
    writeAll(0);
    writeAll(STRANGE.size());
    for (int i = 0; i < STRANGE.size(); i++) {
      for (KeyedField.Family family : List.of(KeyedField.Family.TAG, KeyedField.Family.METADATA)) {
        String key = family == KeyedField.Family.TAG ? "t" : "m";
        assertThat(found(family, key, STRANGE.get(i)))
            .as("%s of %s", family, STRANGE.get(i))
            .containsExactlyInAnyOrder(traceId(i), traceId(STRANGE.size() + i));
      }
    }
  }

  @Test
  void allTracesAreShown() {
    writeAll(0);
    assertThat(store.search().search(TraceQuery.builder(Experiment.DEFAULT_ID).build()).infos())
        .hasSize(STRANGE.size());
    for (int i = 0; i < STRANGE.size(); i++) {
      assertThat(readInfo(traceId(i)).tags()).containsEntry("t", STRANGE.get(i));
      assertThat(readInfo(traceId(i)).tags()).containsValue("key");
    }
  }

  @Test
  void theyAreCounted() {
    writeAll(0);
    writeAll(STRANGE.size());
    double spans =
        store
            .metrics()
            .query(
                new MetricsQuery(
                    List.of(Experiment.DEFAULT_ID),
                    Metric.SPAN_COUNT,
                    List.of(Aggregation.of(Aggregation.Kind.COUNT)),
                    List.of(Dimension.of(Dimension.Kind.SPAN_NAME)),
                    Filter.ALL,
                    null,
                    null,
                    null,
                    100))
            .stream()
            .flatMap(point -> point.values().values().stream())
            .mapToDouble(Double::doubleValue)
            .sum();
    assertThat(spans).isEqualTo(2.0 * STRANGE.size());
  }
}
