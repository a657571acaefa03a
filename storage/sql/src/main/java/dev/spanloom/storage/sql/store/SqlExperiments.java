package dev.spanloom.storage.sql.store;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.ExperimentPage;
import dev.spanloom.storage.ExperimentQuery;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.internal.ExperimentSearch;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.ExperimentNumbers;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Experiments in their table. Thread-safe. */
public final class SqlExperiments implements ExperimentStore {
  private static final String SELECT =
      "SELECT experiment_id, name, artifact_location, lifecycle_stage, creation_time,"
          + " last_update_time FROM experiments";

  private final Engine engine;
  private final GroupCommit writer;

  SqlExperiments(Engine engine, GroupCommit writer) {
    this.engine = engine;
    this.writer = writer;
  }

  @Override
  public Experiment create(
      String name, @Nullable String artifactLocation, Map<String, String> tags) {
    ExperimentRules.checkName(name);
    ExperimentRules.checkLocation(artifactLocation);
    tags.keySet().forEach(TagRules::checkKey);
    return writer.change(
        sql -> {
          Optional<Experiment> other = find(sql, name);
          if (other.isPresent()) {
            throw ExperimentRules.taken(other.get());
          }
          return insert(sql, name, artifactLocation, tags);
        });
  }

  @Override
  public Experiment getOrCreate(String name) {
    Optional<Experiment> known = getByName(name);
    Experiment experiment = known.isPresent() ? known.get() : found(name);
    ExperimentRules.checkActive(experiment);
    return experiment;
  }

  private Experiment found(String name) {
    ExperimentRules.checkName(name);
    return writer.change(
        sql -> {
          Optional<Experiment> meanwhile = find(sql, name);
          return meanwhile.isPresent() ? meanwhile.get() : insert(sql, name, null, Map.of());
        });
  }

  private Experiment insert(
      Sql sql, String name, @Nullable String artifactLocation, Map<String, String> tags)
      throws SQLException {
    long now = System.currentTimeMillis();
    long id = engine.dialect().nextNumbers(sql, Counters.EXPERIMENT_ID, 1);
    sql.update(
        "INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage,"
            + " creation_time, last_update_time) VALUES (?, ?, ?, ?, ?, ?)",
        id,
        name,
        artifactLocation,
        Experiment.ACTIVE,
        now,
        now);
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      putTag(sql, id, tag.getKey(), tag.getValue());
    }
    return new Experiment(
        Long.toString(id), name, artifactLocation, Experiment.ACTIVE, now, now, tags);
  }

  private static void putTag(Sql sql, long id, String key, String value) throws SQLException {
    sql.update(
        "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?)"
            + " ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value",
        id,
        key,
        value);
  }

  private static Optional<Experiment> find(Sql sql, String name) throws SQLException {
    return one(sql, SELECT + " WHERE name = ?", name);
  }

  private static Optional<Experiment> find(Sql sql, long id) throws SQLException {
    return one(sql, SELECT + " WHERE experiment_id = ?", id);
  }

  private static Optional<Experiment> one(Sql sql, String select, Object key) throws SQLException {
    Optional<Experiment> bare = sql.one(select, row -> experiment(row, Map.of()), key);
    if (bare.isEmpty()) {
      return bare;
    }
    Map<String, String> tags = new LinkedHashMap<>();
    sql.list(
        "SELECT key, value FROM experiment_tags WHERE experiment_id = ? ORDER BY key",
        row -> tags.put(row.getString(1), row.getString(2)),
        Long.parseLong(bare.get().experimentId()));
    return sql.one(select, row -> experiment(row, tags), key);
  }

  private static Experiment experiment(ResultSet row, Map<String, String> tags)
      throws SQLException {
    return new Experiment(
        Long.toString(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getLong(6),
        tags);
  }

  @Override
  public Optional<Experiment> get(String experimentId) {
    return engine.read(sql -> find(sql, ExperimentNumbers.of(experimentId)));
  }

  @Override
  public Optional<Experiment> getByName(String name) {
    return engine.read(sql -> find(sql, name));
  }

  @Override
  public List<Experiment> list() {
    return engine.read(
        sql -> {
          Map<Long, Map<String, String>> tags = new HashMap<>();
          sql.visit(
              "SELECT experiment_id, key, value FROM experiment_tags ORDER BY experiment_id, key",
              row -> {
                tags.computeIfAbsent(row.getLong(1), id -> new LinkedHashMap<>())
                    .put(row.getString(2), row.getString(3));
                return true;
              });
          return sql.list(
              SELECT + " ORDER BY experiment_id",
              row -> experiment(row, tags.getOrDefault(row.getLong(1), Map.of())));
        });
  }

  @Override
  public ExperimentPage search(ExperimentQuery query) {
    return ExperimentSearch.page(list(), query);
  }

  /** Changes one experiment, and says when. */
  private interface Change {
    void apply(Sql sql, long id, Experiment experiment) throws SQLException;
  }

  private void change(String experimentId, String stage, Change change) {
    writer.change(
        sql -> {
          Experiment experiment =
              find(sql, ExperimentNumbers.of(experimentId))
                  .filter(found -> stage.isEmpty() || found.lifecycleStage().equals(stage))
                  .orElseThrow(() -> ExperimentRules.unknown(experimentId, stage));
          long id = Long.parseLong(experiment.experimentId());
          change.apply(sql, id, experiment);
          return sql.update(
              "UPDATE experiments SET last_update_time = ? WHERE experiment_id = ?",
              System.currentTimeMillis(),
              id);
        });
  }

  @Override
  public void rename(String experimentId, String newName) {
    ExperimentRules.checkName(newName);
    change(
        experimentId,
        "",
        (sql, id, experiment) -> {
          ExperimentRules.checkRenamed(experiment, find(sql, newName));
          sql.update("UPDATE experiments SET name = ? WHERE experiment_id = ?", newName, id);
        });
  }

  @Override
  public void delete(String experimentId) {
    change(experimentId, Experiment.ACTIVE, stage(Experiment.DELETED));
  }

  @Override
  public void restore(String experimentId) {
    change(experimentId, Experiment.DELETED, stage(Experiment.ACTIVE));
  }

  private static Change stage(String stage) {
    return (sql, id, experiment) ->
        sql.update("UPDATE experiments SET lifecycle_stage = ? WHERE experiment_id = ?", stage, id);
  }

  @Override
  public void setTag(String experimentId, String key, String value) {
    TagRules.checkKey(key);
    change(
        experimentId,
        "",
        (sql, id, experiment) -> {
          ExperimentRules.checkActive(experiment);
          putTag(sql, id, key, value);
        });
  }

  @Override
  public void deleteTag(String experimentId, String key) {
    change(
        experimentId,
        "",
        (sql, id, experiment) -> {
          ExperimentRules.checkTag(experiment, key);
          sql.update("DELETE FROM experiment_tags WHERE experiment_id = ? AND key = ?", id, key);
        });
  }
}
