package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and values that were seen are offered, with the number of traces that have them. */
public abstract class ValuesContract extends StoreContract {
  private static final List<String> ZERO = List.of(Experiment.DEFAULT_ID);

  private List<ObservedValue> values(Field field) {
    return store.metrics().values(ZERO, field, "", 100);
  }

  private List<ObservedValue> keys(Family family) {
    return store.metrics().keys(ZERO, family, "", 100);
  }

  private static ObservedValue seen(String value, long traces) {
    return new ObservedValue(value, traces);
  }

  @Test
  void theMostFrequentComeFirstAndEqualsByText() {
    String[] tags = {"b", "a", "c", "c", "b", "c", "A"};
    for (int i = 0; i < tags.length; i++) {
      write(saidOf(i).tag("t", tags[i]).metadata("m", tags[i]).build());
    }
    for (Field field : List.of(KeyedField.tag("t"), KeyedField.metadata("m"))) {
      assertThat(values(field))
          .containsExactly(seen("c", 3), seen("b", 2), seen("A", 1), seen("a", 1));
      assertThat(store.metrics().values(ZERO, field, "", 2))
          .containsExactly(seen("c", 3), seen("b", 2));
      assertThat(store.metrics().values(ZERO, field, "a", 10))
          .containsExactly(seen("A", 1), seen("a", 1));
    }
    assertThat(values(KeyedField.tag("unheard"))).isEmpty();
  }

  @Test
  void aTraceCountsOnceHoweverManyOfItsSpansHaveTheValue() {
    write(
        rootOf(1).attribute("x", AttributeValue.of(5)).build(),
        childOf(1, 1).attribute("x", AttributeValue.of("5")).build(),
        childOf(1, 2).attribute("x", AttributeValue.of(true)).build());
    write(rootOf(2).attribute("x", AttributeValue.of(5.0)).build());
    assertThat(values(KeyedField.spanAttribute("x")))
        .containsExactly(seen("5", 2), seen("true", 1));
  }

  @Test
  void namesTypesStatusesAndModelsOfSpansAndNamesOfTracesAreOffered() {
    write(
        rootOf(1).name("root").spanType("CHAIN").build(),
        childOf(1, 1)
            .name("call")
            .spanType("LLM")
            .attribute(SpanAttributeKey.MODEL, AttributeValue.of("m"))
            .build());
    write(rootOf(2).name("root").spanType("CHAIN").build());
    assertThat(values(TraceField.NAME)).containsExactly(seen("root", 2));
    assertThat(values(SpanField.NAME)).containsExactly(seen("root", 2), seen("call", 1));
    assertThat(values(SpanField.TYPE)).containsExactly(seen("CHAIN", 2), seen("LLM", 1));
    assertThat(values(SpanField.STATUS)).containsExactly(seen("OK", 2));
    assertThat(values(SpanField.MODEL)).containsExactly(seen("m", 1));
  }

  @Test
  void assessmentsAreOfferedByTheirTextWhileTheyAreValid() {
    write(
        saidOf(1)
            .assessments(
                List.of(
                    Feedback.builder("f").value(true).build(),
                    Feedback.builder("f").value(0.25).build(),
                    Feedback.builder("f").value("old").valid(false).build(),
                    Expectation.builder("e").value("text").build()))
            .build());
    write(saidOf(2).assessments(List.of(Feedback.builder("f").value(true).build())).build());
    assertThat(values(new KeyedField(Family.FEEDBACK, "f")))
        .containsExactly(seen("true", 2), seen("0.25", 1));
    assertThat(values(new KeyedField(Family.EXPECTATION, "e"))).containsExactly(seen("text", 1));
    assertThat(keys(Family.FEEDBACK)).containsExactly(seen("f", 2));
    assertThat(keys(Family.EXPECTATION)).containsExactly(seen("e", 1));
  }

  @Test
  void keysAreOfferedWithoutThoseThatTheStoreOrTheLanguageKnowsAnyway() {
    write(saidOf(1).tag("a", "1").tag("b", "1").metadata("m", "1").build());
    write(saidOf(2).tag("b", "2").build());
    write(rootOf(2).attribute("mine", AttributeValue.of(1)).build());
    assertThat(keys(Family.TAG))
        .contains(seen("b", 2), seen("a", 1))
        .noneMatch(key -> key.value().equals("mlflow.artifactLocation"))
        .noneMatch(key -> key.value().equals("mlflow.trace.spansLocation"));
    assertThat(keys(Family.METADATA)).containsExactly(seen("m", 1));
    assertThat(keys(Family.SPAN_ATTRIBUTE))
        .contains(seen("mine", 1))
        .noneMatch(key -> key.value().equals(SpanAttributeKey.INPUTS))
        .noneMatch(key -> key.value().equals(SpanAttributeKey.OUTPUTS));
    assertThat(store.metrics().keys(ZERO, Family.TAG, "B", 10)).containsExactly(seen("b", 2));
    assertThat(store.metrics().keys(ZERO, Family.SPAN_ATTRIBUTE, "mi", 1))
        .containsExactly(seen("mine", 1));
  }

  @Test
  void longValuesAreNotOffered() {
    write(saidOf(1).tag("t", "x".repeat(200)).build());
    write(saidOf(2).tag("t", "x".repeat(201)).build());
    assertThat(values(KeyedField.tag("t"))).containsExactly(seen("x".repeat(200), 1));
  }

  @Test
  void prefixesAreTextsNotPatterns() {
    for (String value : List.of("50%", "500", "5_0", "50'", "ÄB", "äc")) {
      write(saidOf(value.hashCode() & 0xffff).tag("t", value).build());
    }
    assertThat(store.metrics().values(ZERO, KeyedField.tag("t"), "50%", 10))
        .containsExactly(seen("50%", 1));
    assertThat(store.metrics().values(ZERO, KeyedField.tag("t"), "5_", 10))
        .containsExactly(seen("5_0", 1));
    assertThat(store.metrics().values(ZERO, KeyedField.tag("t"), "50'", 10))
        .containsExactly(seen("50'", 1));
    assertThat(store.metrics().values(ZERO, KeyedField.tag("t"), "ä", 10))
        .containsExactly(seen("ÄB", 1), seen("äc", 1));
  }

  @Test
  void whatIsGoneIsNotOffered() {
    write(saidOf(1).tag("t", "a").build());
    write(saidOf(2).tag("t", "b").tag("u", "x").build());
    write(rootOf(3).attribute("k", AttributeValue.of("old")).build());
    store.tags().set(traceId(1), "t", "c");
    store.tags().delete(traceId(2), "u");
    write(rootOf(3).attribute("k", AttributeValue.of("new")).build());
    assertThat(values(KeyedField.tag("t"))).containsExactly(seen("b", 1), seen("c", 1));
    assertThat(values(KeyedField.tag("u"))).isEmpty();
    assertThat(keys(Family.TAG)).contains(seen("t", 2)).noneMatch(key -> key.value().equals("u"));
    assertThat(values(KeyedField.spanAttribute("k"))).containsExactly(seen("new", 1));
    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(2), traceId(3)));
    assertThat(values(KeyedField.tag("t"))).containsExactly(seen("c", 1));
    assertThat(values(KeyedField.spanAttribute("k"))).isEmpty();
  }

  @Test
  void onlyTheExperimentsAskedForAreLookedAt() {
    String other = store.experiments().create("other").experimentId();
    write(saidOf(1).tag("t", "a").build());
    write(saidOf(2).tag("t", "b").experimentId(other).build());
    write(saidOf(3).tag("t", "a").experimentId(other).build());
    Field field = KeyedField.tag("t");
    assertThat(store.metrics().values(ZERO, field, "", 10)).containsExactly(seen("a", 1));
    assertThat(store.metrics().values(List.of("0", other), field, "", 10))
        .containsExactly(seen("a", 2), seen("b", 1));
    assertThat(store.metrics().values(List.of("77"), field, "", 10)).isEmpty();
    assertThat(store.metrics().keys(List.of(other), Family.TAG, "t", 10))
        .containsExactly(seen("t", 2));
  }

  @Test
  void fieldsWithoutSuchValuesAndLimitsBelowOneAreRefused() {
    for (Field field : List.of(TraceField.TEXT, TraceField.TIMESTAMP_MS, SpanField.DURATION_MS)) {
      assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> values(field));
    }
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> store.metrics().values(ZERO, KeyedField.tag("t"), "", 0));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE, () -> store.metrics().keys(ZERO, Family.TAG, "", -1));
  }
}
