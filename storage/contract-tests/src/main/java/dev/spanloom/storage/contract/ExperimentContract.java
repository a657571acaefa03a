package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Experiments have names of their own; the default one is always there. */
public abstract class ExperimentContract extends StoreContract {
  @Test
  void theDefaultExperimentIsThere() {
    Experiment experiment = store.experiments().get("0").orElseThrow();
    assertThat(experiment.name()).isEqualTo("Default");
    assertThat(experiment.lifecycleStage()).isEqualTo(Experiment.ACTIVE);
    assertThat(store.experiments().getByName("Default")).contains(experiment);
  }

  @Test
  void whatIsCreatedIsRead() {
    Experiment created = store.experiments().create("shop");
    assertThat(store.experiments().get(created.experimentId())).contains(created);
    assertThat(store.experiments().getByName("shop")).contains(created);
  }

  @Test
  void aNameIsUsedOnce() {
    store.experiments().create("shop");
    assertError(ErrorCode.RESOURCE_ALREADY_EXISTS, () -> store.experiments().create("shop"))
        .hasMessageContaining("shop");
  }

  @Test
  void blankAndVeryLongNamesAreRefused() {
    for (String name : List.of("", "  ", "x".repeat(501))) {
      assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.experiments().create(name));
    }
    store.experiments().create("x".repeat(500));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    for (String id : List.of("7", "", "abc", "00", "99999999999999999999")) {
      assertThat(store.experiments().get(id)).isEmpty();
    }
    assertThat(store.experiments().getByName("none")).isEmpty();
  }

  @Test
  void gettingOrCreatingGivesTheSameExperimentTwice() {
    Experiment first = store.experiments().getOrCreate("shop");
    assertThat(store.experiments().getOrCreate("shop")).isEqualTo(first);
  }

  @Test
  void experimentsAreListedInTheOrderOfTheirIds() {
    store.experiments().create("b");
    store.experiments().create("a");
    assertThat(store.experiments().list())
        .extracting(Experiment::name)
        .containsExactly("Default", "b", "a");
  }

  @Test
  void tagsAreSetAndReplaced() {
    store.experiments().setTag("0", "a", "1");
    store.experiments().setTag("0", "a", "2");
    assertThat(store.experiments().get("0").orElseThrow().tags()).isEqualTo(Map.of("a", "2"));
    assertError(
        ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.experiments().setTag("77", "a", "1"));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE, () -> store.experiments().setTag("0", "a//b", "1"));
  }
}
