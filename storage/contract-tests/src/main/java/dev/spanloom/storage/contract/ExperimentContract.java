package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.query.ExperimentFilter;
import dev.spanloom.query.ExperimentOrder;
import dev.spanloom.storage.ExperimentPage;
import dev.spanloom.storage.ExperimentQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  private Experiment get(Experiment experiment) {
    return store.experiments().get(experiment.experimentId()).orElseThrow();
  }

  @Test
  void aPlaceAndTagsAreKeptFromTheStart() {
    Experiment created =
        store.experiments().create("shop", "s3://bucket/shop", Map.of("a", "1", "b", "2"));
    assertThat(get(created)).isEqualTo(created);
    assertThat(created.artifactLocation()).isEqualTo("s3://bucket/shop");
    assertThat(created.tags()).isEqualTo(Map.of("a", "1", "b", "2"));
    for (String place : List.of("s3://bucket/a#b", "s3://bucket/a;b=c")) {
      assertError(
              ErrorCode.INVALID_PARAMETER_VALUE,
              () -> store.experiments().create("other", place, Map.of()))
          .hasMessageContaining(place);
    }
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> store.experiments().create("other", null, Map.of("a//b", "1")));
    assertThat(store.experiments().getByName("other")).isEmpty();
  }

  @Test
  void aDeletedExperimentKeepsItsNameAndIsRestored() {
    Experiment shop = store.experiments().create("shop");
    String id = shop.experimentId();
    store.experiments().setTag(id, "a", "1");

    store.experiments().delete(id);
    assertThat(get(shop).lifecycleStage()).isEqualTo(Experiment.DELETED);
    assertThat(get(shop).lastUpdateTimeUnixMillis())
        .isGreaterThanOrEqualTo(shop.creationTimeUnixMillis());
    assertThat(store.experiments().getByName("shop")).contains(get(shop));
    assertThat(store.experiments().list()).contains(get(shop));
    assertError(ErrorCode.RESOURCE_ALREADY_EXISTS, () -> store.experiments().create("shop"))
        .hasMessageContaining("deleted");
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.experiments().getOrCreate("shop"));
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.experiments().delete(id));
    assertError(ErrorCode.INVALID_STATE, () -> store.experiments().rename(id, "other"));
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.experiments().setTag(id, "a", "2"));
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.experiments().deleteTag(id, "a"));

    store.experiments().restore(id);
    assertThat(get(shop).lifecycleStage()).isEqualTo(Experiment.ACTIVE);
    assertThat(get(shop).tags()).isEqualTo(Map.of("a", "1"));
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.experiments().restore(id));
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    for (String id : List.of("77", "", "abc", "00")) {
      for (ThrowingCallable change :
          List.<ThrowingCallable>of(
              () -> store.experiments().rename(id, "a"),
              () -> store.experiments().delete(id),
              () -> store.experiments().restore(id),
              () -> store.experiments().setTag(id, "a", "1"),
              () -> store.experiments().deleteTag(id, "a"))) {
        assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, change);
      }
    }
  }

  @Test
  void anExperimentIsRenamed() {
    Experiment shop = store.experiments().create("shop");
    store.experiments().create("taken");
    store.experiments().rename(shop.experimentId(), "store");
    assertThat(get(shop).name()).isEqualTo("store");
    assertThat(store.experiments().getByName("shop")).isEmpty();
    store.experiments().rename(shop.experimentId(), "store");
    assertError(
        ErrorCode.RESOURCE_ALREADY_EXISTS,
        () -> store.experiments().rename(shop.experimentId(), "taken"));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> store.experiments().rename(shop.experimentId(), " "));
    assertThat(store.experiments().create("shop").experimentId()).isNotEqualTo(shop.experimentId());
  }

  @Test
  void tagsAreDeleted() {
    store.experiments().setTag("0", "a", "1");
    store.experiments().setTag("0", "b", "2");
    store.experiments().deleteTag("0", "a");
    assertThat(store.experiments().get("0").orElseThrow().tags()).isEqualTo(Map.of("b", "2"));
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.experiments().deleteTag("0", "a"))
        .hasMessageContaining("\"a\"");
  }

  private List<String> found(ExperimentQuery.View view, String filter, String... orderBy) {
    return store
        .experiments()
        .search(
            new ExperimentQuery(
                view,
                ExperimentFilter.parse(filter),
                ExperimentOrder.parse(List.of(orderBy)),
                1000,
                null))
        .experiments()
        .stream()
        .map(Experiment::name)
        .toList();
  }

  @Test
  void experimentsAreSearchedByStageNameTimeAndTags() {
    store.experiments().create("chat a", null, Map.of("team", "search", "my key", "x"));
    store.experiments().create("chat b", null, Map.of("team", "shop"));
    String gone = store.experiments().create("Chat gone").experimentId();
    store.experiments().delete(gone);
    ExperimentQuery.View active = ExperimentQuery.View.ACTIVE_ONLY;

    assertThat(found(active, "", "name")).containsExactly("Default", "chat a", "chat b");
    assertThat(found(ExperimentQuery.View.DELETED_ONLY, "")).containsExactly("Chat gone");
    assertThat(found(ExperimentQuery.View.ALL, "", "experiment_id DESC"))
        .containsExactly("Chat gone", "chat b", "chat a", "Default");
    assertThat(found(active, "name = 'chat a'")).containsExactly("chat a");
    assertThat(found(active, "name != 'chat a'", "name")).containsExactly("Default", "chat b");
    assertThat(found(active, "attribute.name LIKE 'chat%'", "name"))
        .containsExactly("chat a", "chat b");
    assertThat(found(ExperimentQuery.View.ALL, "name ILIKE 'CHAT%' AND name LIKE 'C%'"))
        .containsExactly("Chat gone");
    assertThat(found(active, "tags.team = 'search'")).containsExactly("chat a");
    assertThat(found(active, "tag.team != 'search'")).containsExactly("chat b");
    assertThat(found(active, "tags.`my key` LIKE 'x'")).containsExactly("chat a");
    assertThat(found(active, "creation_time > 0 AND last_update_time >= 0")).hasSize(3);
    assertThat(found(active, "creation_time < 1000")).isEmpty();
  }

  @Test
  void pagesOfExperimentsDoNotOverlap() {
    for (int i = 0; i < 5; i++) {
      store.experiments().create("e" + i);
    }
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      ExperimentPage page =
          store
              .experiments()
              .search(
                  new ExperimentQuery(
                      ExperimentQuery.View.ACTIVE_ONLY,
                      ExperimentFilter.parse("name LIKE 'e%'"),
                      ExperimentOrder.NEWEST_FIRST,
                      2,
                      token));
      page.experiments().forEach(experiment -> names.add(experiment.name()));
      token = page.nextPageToken();
      store.experiments().create("e between " + names.size());
    } while (token != null && names.size() < 9);
    assertThat(names).contains("e0", "e1", "e2", "e3", "e4").doesNotHaveDuplicates();
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () ->
            store
                .experiments()
                .search(
                    new ExperimentQuery(
                        ExperimentQuery.View.ALL,
                        ExperimentFilter.ALL,
                        ExperimentOrder.NEWEST_FIRST,
                        2,
                        "nonsense")));
  }
}
