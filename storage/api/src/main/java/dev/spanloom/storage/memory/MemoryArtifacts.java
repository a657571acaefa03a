package dev.spanloom.storage.memory;

import dev.spanloom.storage.Artifact;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.internal.ArtifactRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files in a map. Thread-safe. */
final class MemoryArtifacts implements ArtifactStore {
  private final MemoryTraces traces;

  MemoryArtifacts(MemoryTraces traces) {
    this.traces = traces;
  }

  @Override
  public ArtifactUpload upload(ArtifactPath path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return new ArtifactUpload() {
      @Override
      public void write(byte[] some, int offset, int length) {
        bytes.write(some, offset, length);
      }

      @Override
      public Artifact commit() {
        return put(path, bytes.toByteArray());
      }

      @Override
      public void close() {
        // nobody has seen it
      }
    };
  }

  private Artifact put(ArtifactPath path, byte[] content) {
    Artifact artifact = new Artifact(path, content.length, System.currentTimeMillis());
    return traces.locked(
        () -> {
          NavigableMap<String, MemoryArtifact> files = traces.artifacts();
          path.trace()
              .map(ArtifactPath.OfTrace::traceId)
              .filter(traceId -> traces.find(traceId) == null)
              .ifPresent(
                  traceId -> {
                    throw ArtifactRules.unknownTrace(path, traceId);
                  });
          for (String folder : ArtifactRules.folders(path)) {
            if (files.containsKey(folder)) {
              throw ArtifactRules.fileInTheWay(path, folder);
            }
          }
          if (!below(path.text()).isEmpty()) {
            throw ArtifactRules.folderInTheWay(path);
          }
          files.put(path.text(), new MemoryArtifact(artifact, content));
          return artifact;
        });
  }

  /** The files of a folder and of those in it; to be used under the lock. */
  private NavigableMap<String, MemoryArtifact> below(String folder) {
    String start = ArtifactRules.start(folder);
    return start.isEmpty()
        ? traces.artifacts()
        : traces.artifacts().subMap(start, true, ArtifactRules.end(start), false);
  }

  @Override
  public Optional<Content> open(ArtifactPath path) {
    return traces.locked(
        () ->
            Optional.ofNullable(traces.artifacts().get(path.text()))
                .map(
                    file ->
                        new Content(file.artifact(), new ByteArrayInputStream(file.content()))));
  }

  @Override
  public List<Entry> list(@Nullable ArtifactPath folder, int limit) {
    String of = folder == null ? "" : folder.text();
    int from = ArtifactRules.start(of).length();
    return traces.locked(
        () -> {
          List<Entry> entries = new ArrayList<>();
          String last = "";
          for (Map.Entry<String, MemoryArtifact> file : below(of).entrySet()) {
            int slash = file.getKey().indexOf('/', from);
            String name = file.getKey().substring(from, slash < 0 ? file.getKey().length() : slash);
            if (!name.equals(last) && entries.size() < limit) {
              entries.add(
                  new Entry(name, slash < 0 ? (long) file.getValue().content().length : null));
            }
            last = name;
          }
          return entries;
        });
  }

  @Override
  public long delete(ArtifactPath path) {
    return traces.locked(
        () -> {
          NavigableMap<String, MemoryArtifact> inFolder = below(path.text());
          long files = inFolder.size();
          inFolder.clear();
          return traces.artifacts().remove(path.text()) == null ? files : files + 1;
        });
  }
}
