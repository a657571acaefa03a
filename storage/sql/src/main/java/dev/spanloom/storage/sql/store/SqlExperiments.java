package dev.spanloom.storage.sql.store;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.ExperimentNumbers;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Experiments in their table. Thread-safe. */
public final class SqlExperiments implements ExperimentStore {
  private static final String SELECT =
      "SELECT experiment_id, name, lifecycle_stage, creation_time, last_update_time FROM experiments";

  private final Engine engine;
  private final GroupCommit writer;

  SqlExperiments(Engine engine, GroupCommit writer) {
    this.engine = engine;
    this.writer = writer;
  }

  @Override
  public Experiment create(String name) {
    ExperimentRules.checkName(name);
    return writer.change(
        sql -> {
          if (find(sql, name).isPresent()) {
            throw new MlflowException(
                ErrorCode.RESOURCE_ALREADY_EXISTS, "experiment \"" + name + "\" exists already");
          }
          return insert(sql, name);
        });
  }

  @Override
  public Experiment getOrCreate(String name) {
    Optional<Experiment> known = getByName(name);
    if (known.isPresent()) {
      return known.get();
    }
    ExperimentRules.checkName(name);
    return writer.change(
        sql -> {
          Optional<Experiment> meanwhile = find(sql, name);
          return meanwhile.isPresent() ? meanwhile.get() : insert(sql, name);
        });
  }

  private Experiment insert(Sql sql, String name) throws SQLException {
    long now = System.currentTimeMillis();
    long id = engine.dialect().nextNumbers(sql, Counters.EXPERIMENT_ID, 1);
    sql.update(
        "INSERT INTO experiments (experiment_id, name, lifecycle_stage, creation_time, last_update_time)"
            + " VALUES (?, ?, ?, ?, ?)",
        id,
        name,
        Experiment.ACTIVE,
        now,
        now);
    return new Experiment(Long.toString(id), name, Experiment.ACTIVE, now, now, Map.of());
  }

  private static Optional<Experiment> find(Sql sql, String name) throws SQLException {
    return tagged(sql, sql.list(SELECT + " WHERE name = ?", SqlExperiments::bare, name)).stream()
        .findFirst();
  }

  private static Experiment bare(ResultSet row) throws SQLException {
    return new Experiment(
        Long.toString(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        Map.of());
  }

  private static List<Experiment> tagged(Sql sql, List<Experiment> bare) throws SQLException {
    List<Experiment> tagged = new ArrayList<>(bare.size());
    for (Experiment experiment : bare) {
      tagged.add(withTags(experiment, tags(sql, Long.parseLong(experiment.experimentId()))));
    }
    return tagged;
  }

  private static Experiment withTags(Experiment bare, Map<String, String> tags) {
    return new Experiment(
        bare.experimentId(),
        bare.name(),
        bare.lifecycleStage(),
        bare.creationTimeUnixMillis(),
        bare.lastUpdateTimeUnixMillis(),
        tags);
  }

  private static Map<String, String> tags(Sql sql, long id) throws SQLException {
    Map<String, String> tags = new LinkedHashMap<>();
    sql.list(
        "SELECT key, value FROM experiment_tags WHERE experiment_id = ? ORDER BY key",
        row -> tags.put(row.getString(1), row.getString(2)),
        id);
    return tags;
  }

  @Override
  public Optional<Experiment> get(String experimentId) {
    return engine.read(
        sql ->
            tagged(
                    sql,
                    sql.list(
                        SELECT + " WHERE experiment_id = ?",
                        SqlExperiments::bare,
                        ExperimentNumbers.of(experimentId)))
                .stream()
                .findFirst());
  }

  @Override
  public Optional<Experiment> getByName(String name) {
    return engine.read(sql -> find(sql, name));
  }

  @Override
  public List<Experiment> list() {
    return engine.read(
        sql -> tagged(sql, sql.list(SELECT + " ORDER BY experiment_id", SqlExperiments::bare)));
  }

  @Override
  public void setTag(String experimentId, String key, String value) {
    TagRules.checkKey(key);
    Experiment experiment =
        get(experimentId)
            .orElseThrow(
                () -> MlflowException.notFound("experiment " + experimentId + " does not exist"));
    writer.change(
        sql -> {
          long id = Long.parseLong(experiment.experimentId());
          sql.update(
              "UPDATE experiments SET last_update_time = ? WHERE experiment_id = ?",
              System.currentTimeMillis(),
              id);
          return sql.update(
              "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?)"
                  + " ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value",
              id,
              key,
              value);
        });
  }
}
