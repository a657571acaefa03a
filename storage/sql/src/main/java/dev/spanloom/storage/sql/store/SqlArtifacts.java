package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.internal.ArtifactRules;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.internal.rows.Artifacts;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files in their tables. Thread-safe. */
final class SqlArtifacts implements ArtifactStore {
  private static final int FILES_AT_ONCE = 20;

  /** An upload that did not end in so long a time never will: its process is gone. */
  private static final long FORGOTTEN_MILLIS = 24L * 60 * 60 * 1000;

  private final Engine engine;
  private final GroupCommit writer;

  SqlArtifacts(Engine engine, GroupCommit writer) {
    this.engine = engine;
    this.writer = writer;
  }

  @Override
  public ArtifactUpload upload(ArtifactPath path) {
    return new SqlUpload(engine, writer, path);
  }

  @Override
  public Optional<Content> open(ArtifactPath path) {
    return engine
        .read(sql -> Artifacts.find(sql, path.text()))
        .map(file -> new Content(file.artifact(), new PiecesStream(engine, file)));
  }

  /** Goes from each name straight to the next: a folder may hold any number of files. */
  @Override
  public List<Entry> list(@Nullable ArtifactPath folder, int limit) {
    String start = folder == null ? "" : ArtifactRules.start(folder.text());
    return engine.read(
        sql -> {
          List<Entry> entries = new ArrayList<>();
          String from = start;
          while (entries.size() < limit) {
            Optional<Artifacts.Row> next = Artifacts.next(sql, from);
            if (next.isEmpty() || !next.get().artifact().path().text().startsWith(start)) {
              break;
            }
            String path = next.get().artifact().path().text();
            int slash = path.indexOf('/', start.length());
            if (slash < 0) {
              entries.add(
                  new Entry(path.substring(start.length()), next.get().artifact().sizeBytes()));
              from = path + '\u0001'; // no path has a smaller letter
            } else {
              entries.add(new Entry(path.substring(start.length(), slash), null));
              from = ArtifactRules.end(path.substring(0, slash + 1));
            }
          }
          return entries;
        });
  }

  @Override
  public long delete(ArtifactPath path) {
    String start = ArtifactRules.start(path.text());
    long deleted = 0;
    int last;
    do {
      last =
          writer.change(
              sql -> {
                List<Artifacts.Row> files =
                    new ArrayList<>(
                        Artifacts.between(sql, start, ArtifactRules.end(start), FILES_AT_ONCE));
                Artifacts.find(sql, path.text()).ifPresent(files::add);
                Artifacts.delete(sql, files);
                return files.size();
              });
      deleted += last;
    } while (last >= FILES_AT_ONCE);
    return deleted;
  }

  /** Deletes what is left of uploads that never ended. */
  void sweep() {
    long before = System.currentTimeMillis() - FORGOTTEN_MILLIS;
    int last;
    do {
      last =
          writer.change(
              sql -> {
                List<Long> forgotten =
                    sql.list(
                        "SELECT artifact_id FROM artifacts WHERE path IS NULL AND created_ms < ? LIMIT ?",
                        row -> row.getLong(1),
                        before,
                        (long) FILES_AT_ONCE);
                for (Long id : forgotten) {
                  Artifacts.delete(sql, id);
                }
                return forgotten.size();
              });
    } while (last >= FILES_AT_ONCE);
  }
}
