package dev.spanloom.cli.traces;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.TraceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Saves the attachments of traces as files of a folder. */
final class AttachmentFolder {
  private static final String BY_ID = "attachments/";
  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("image/png", ".png"),
          Map.entry("image/jpeg", ".jpg"),
          Map.entry("image/gif", ".gif"),
          Map.entry("image/webp", ".webp"),
          Map.entry("image/svg+xml", ".svg"),
          Map.entry("audio/wav", ".wav"),
          Map.entry("audio/mp3", ".mp3"),
          Map.entry("audio/mpeg", ".mp3"),
          Map.entry("audio/ogg", ".ogg"),
          Map.entry("audio/flac", ".flac"),
          Map.entry("video/mp4", ".mp4"),
          Map.entry("application/pdf", ".pdf"),
          Map.entry("text/plain", ".txt"));

  private final Path folder;
  private final TraceStore store;
  private final Console console;

  AttachmentFolder(Path folder, TraceStore store, Console console) {
    this.folder = folder;
    this.store = store;
    this.console = console;
  }

  /** Saves what the spans of a trace refer to, and says what came of it on the error stream. */
  void save(Trace trace) {
    for (Attachment.Reference reference : trace.attachmentReferences()) {
      Path file = folder.resolve(fileName(reference));
      Optional<ArtifactStore.Content> content = open(reference);
      if (content.isEmpty()) {
        console.err().println("spanloom: " + reference.toUri() + " is not in the store");
        continue;
      }
      try {
        Files.createDirectories(folder);
        Files.copy(content.get().stream(), file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
      }
      console.err().println("saved " + file);
    }
  }

  private Optional<ArtifactStore.Content> open(Attachment.Reference reference) {
    Optional<TraceInfo> info = store.reader().info(reference.traceId());
    try {
      return info.flatMap(owner -> store.artifacts().open(path(owner, BY_ID + reference.id())))
          .or(() -> info.flatMap(owner -> store.artifacts().open(path(owner, reference.id()))));
    } catch (MlflowException e) { // an id that is no name of a file
      return Optional.empty();
    }
  }

  private static ArtifactPath path(TraceInfo owner, String name) {
    String experiment = Objects.requireNonNullElse(owner.experimentId(), Experiment.DEFAULT_ID);
    return ArtifactPath.ofTrace(experiment, owner.traceId(), name);
  }

  /** What stands in a trace may be anything: nothing of it leads out of the folder. */
  static String fileName(Attachment.Reference reference) {
    String name = reference.id().replaceAll("[^A-Za-z0-9_-]", "_");
    return name.substring(0, Math.min(100, name.length()))
        + ENDINGS.getOrDefault(reference.contentType(), ".bin");
  }
}
