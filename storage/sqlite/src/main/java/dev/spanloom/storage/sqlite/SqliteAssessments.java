package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.storage.AssessmentStore;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Assessments in their table. Thread-safe. */
final class SqliteAssessments implements AssessmentStore {
  private final Connections connections;
  private final GroupCommit writer;

  SqliteAssessments(Connections connections, GroupCommit writer) {
    this.connections = connections;
    this.writer = writer;
  }

  @Override
  public Assessment create(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    Assessment stored = AssessmentRules.identified(assessment, traceId);
    change(traceId, all -> AssessmentRules.create(all, traceId, stored));
    return stored;
  }

  @Override
  public Assessment get(String traceId, String assessmentId) {
    return connections.read(sql -> AssessmentRules.find(all(sql, traceId), traceId, assessmentId));
  }

  @Override
  public Assessment update(Assessment assessment) {
    String traceId = String.valueOf(assessment.traceId());
    List<Assessment> all =
        change(traceId, before -> AssessmentRules.update(before, traceId, assessment));
    return AssessmentRules.find(all, traceId, String.valueOf(assessment.assessmentId()));
  }

  @Override
  public void delete(String traceId, String assessmentId) {
    change(traceId, all -> AssessmentRules.delete(all, assessmentId));
  }

  private List<Assessment> change(String traceId, UnaryOperator<List<Assessment>> change) {
    return writer.change(
        sql -> {
          List<Assessment> changed = change.apply(all(sql, traceId));
          BatchWriter.writeAssessments(sql, traceId, changed);
          return changed;
        });
  }

  private static List<Assessment> all(Sql sql, String traceId) throws SQLException {
    SqliteTags.requireTrace(sql, traceId);
    return TraceRows.assessments(sql, traceId);
  }
}
