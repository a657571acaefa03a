package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.internal.ExperimentRules;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Experiments in their table. Thread-safe. */
final class SqliteExperiments implements ExperimentStore {
  private static final String SELECT =
      "SELECT experiment_id, name, lifecycle_stage, creation_time, last_update_time FROM experiments";

  private final Connections connections;
  private final GroupCommit writer;

  SqliteExperiments(Connections connections, GroupCommit writer) {
    this.connections = connections;
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

  private static Experiment insert(Sql sql, String name) throws SQLException {
    long now = System.currentTimeMillis();
    long id =
        sql.insert(
            "INSERT INTO experiments (name, lifecycle_stage, creation_time, last_update_time) VALUES (?, ?, ?, ?)",
            name,
            Experiment.ACTIVE,
            now,
            now);
    return new Experiment(Long.toString(id), name, Experiment.ACTIVE, now, now, Map.of());
  }

  private static Optional<Experiment> find(Sql sql, String name) throws SQLException {
    return sql.one(SELECT + " WHERE name = ?", row -> experiment(sql, row), name);
  }

  private static Experiment experiment(Sql sql, ResultSet row) throws SQLException {
    long id = row.getLong(1);
    return new Experiment(
        Long.toString(id),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        TraceRows.pairs(sql, "SELECT key, value FROM experiment_tags WHERE experiment_id = ?", id));
  }

  @Override
  public Optional<Experiment> get(String experimentId) {
    return connections.read(
        sql ->
            sql.one(
                SELECT + " WHERE experiment_id = ?",
                row -> experiment(sql, row),
                Schema.experimentNumber(experimentId)));
  }

  @Override
  public Optional<Experiment> getByName(String name) {
    return connections.read(sql -> find(sql, name));
  }

  @Override
  public List<Experiment> list() {
    return connections.read(
        sql -> sql.list(SELECT + " ORDER BY experiment_id", row -> experiment(sql, row)));
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
              "INSERT OR REPLACE INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?)",
              id,
              key,
              value);
        });
  }
}
