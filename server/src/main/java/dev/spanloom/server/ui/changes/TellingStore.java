package dev.spanloom.server.ui.changes;

import dev.spanloom.entities.Assessment;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.internal.ForwardingStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store whose changes are told to a feed once they are durable. Thread-safe. */
final class TellingStore extends ForwardingStore {
  private final TraceStore store;
  private final ChangeFeed feed;

  TellingStore(TraceStore store, ChangeFeed feed) {
    super(store);
    this.store = store;
    this.feed = feed;
  }

  @Override
  public TraceWriter writer() {
    TraceWriter writer = store.writer();
    return new TraceWriter() {
      @Override
      public WriteResult write(WriteBatch batch) {
        WriteResult result = writer.write(batch);
        feed.written(batch);
        return result;
      }

      @Override
      public CompletableFuture<WriteResult> begin(WriteBatch batch) {
        return writer
            .begin(batch)
            .thenApply(
                result -> {
                  feed.writtenLater(batch);
                  return result;
                });
      }
    };
  }

  @Override
  public TagStore tags() {
    TagStore tags = store.tags();
    return new TagStore() {
      @Override
      public void set(String traceId, String key, String value) {
        tags.set(traceId, key, value);
        feed.changed(List.of(traceId));
      }

      @Override
      public void delete(String traceId, String key) {
        tags.delete(traceId, key);
        feed.changed(List.of(traceId));
      }

      @Override
      public int change(List<String> traceIds, Map<String, String> set, Set<String> delete) {
        int changed = tags.change(traceIds, set, delete);
        feed.changed(traceIds);
        return changed;
      }
    };
  }

  @Override
  public AssessmentStore assessments() {
    AssessmentStore assessments = store.assessments();
    return new AssessmentStore() {
      @Override
      public Assessment create(Assessment assessment) {
        return told(assessments.create(assessment), assessment.traceId());
      }

      @Override
      public Assessment get(String traceId, String assessmentId) {
        return assessments.get(traceId, assessmentId);
      }

      @Override
      public Assessment update(Assessment assessment) {
        return told(assessments.update(assessment), assessment.traceId());
      }

      @Override
      public Assessment setValid(String traceId, String assessmentId, boolean valid) {
        return told(assessments.setValid(traceId, assessmentId, valid), traceId);
      }

      @Override
      public void delete(String traceId, String assessmentId) {
        assessments.delete(traceId, assessmentId);
        feed.changed(List.of(traceId));
      }
    };
  }

  private Assessment told(Assessment stored, @Nullable String traceId) {
    feed.changed(List.of(String.valueOf(traceId)));
    return stored;
  }

  @Override
  public TraceDeletion deletion() {
    TraceDeletion deletion = store.deletion();
    return new TraceDeletion() {
      @Override
      public int deleteByIds(String experimentId, List<String> traceIds) {
        int deleted = deletion.deleteByIds(experimentId, traceIds);
        if (deleted == traceIds.size()) {
          feed.deleted(experimentId, traceIds);
        } else if (deleted > 0) { // some of them may be in another experiment
          feed.changed(traceIds);
          feed.deletedSome(List.of(experimentId));
        }
        return deleted;
      }

      @Override
      public int deleteUntil(
          String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces) {
        int deleted = deletion.deleteUntil(experimentId, maxTimestampMillis, maxTraces);
        if (deleted > 0) {
          feed.deletedSome(List.of(experimentId));
        }
        return deleted;
      }

      @Override
      public int deleteMatching(TraceQuery query, Progress progress) {
        int deleted = deletion.deleteMatching(query, progress);
        if (deleted > 0) {
          feed.deletedSome(query.experimentIds());
        }
        return deleted;
      }

      @Override
      public RetentionReport retain(RetentionPolicy policy, Progress progress) {
        RetentionReport report = deletion.retain(policy, progress);
        feed.deletedAnywhere();
        return report;
      }
    };
  }
}
