package dev.spanloom.storage.transfer;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces into a store: an export of Spanloom, MLflow's trace JSON (one trace, a list, lines;
 * also the spans file of an artifact folder), OTLP as JSON or protobuf; compressed by gzip or not.
 * The format is recognised by the content, and large files are read in bounded memory.
 *
 * <p>What cannot be read is left out and reported with its place, the rest is taken. Reading the
 * same again changes nothing: a trace that is there already is merged with what comes. Immutable
 * and thread-safe.
 *
 * <pre>{@code
 * ImportReport report = TraceImport.into(store).experiment("from staging").read(Path.of("traces.jsonl.gz"));
 * report.skipped().forEach(System.err::println);
 * }</pre>
 */
public final class TraceImport {
  private final TraceStore store;
  private final @Nullable String experiment;
  private final Progress progress;

  private TraceImport(TraceStore store, @Nullable String experiment, Progress progress) {
    this.store = store;
    this.experiment = experiment;
    this.progress = progress;
  }

  public static TraceImport into(TraceStore store) {
    return new TraceImport(store, null, Progress.NONE);
  }

  /**
   * An import that puts all traces into the experiment of this name, which is created when there is
   * none. Without it, traces of our exports go to the experiment of their name; traces of MLflow's
   * files, which know its id only, to {@code imported-<id>}; all others to the default one.
   */
  public TraceImport experiment(String name) {
    return new TraceImport(store, name, progress);
  }

  /** An import that tells how many traces are read; the total is not known. */
  public TraceImport progress(Progress told) {
    return new TraceImport(store, experiment, told);
  }

  /**
   * Reads a file, or all files of a folder and the folders in it, in the order of their names.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it cannot be opened, and for a file
   *     that is in none of the formats; in a folder such files are reported
   */
  public ImportReport read(Path file) {
    ImportSink sink = new ImportSink(store, progress);
    if (!Files.isDirectory(file)) {
      readFile(sink, file, file.toString());
      return sink.finish();
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(file)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    for (Path each : files) {
      String name = file.relativize(each).toString();
      try {
        readFile(sink, each, name);
      } catch (MlflowException e) {
        sink.skipped(name, String.valueOf(e.getMessage()));
      }
    }
    return sink.finish();
  }

  /**
   * Reads a stream, which stays open.
   *
   * @param name what it is called in the report
   * @throws MlflowException with INVALID_PARAMETER_VALUE for content that is in none of the formats
   */
  public ImportReport read(InputStream in, String name) {
    ImportSink sink = new ImportSink(store, progress);
    readContent(sink, in, name);
    return sink.finish();
  }

  private void readFile(ImportSink sink, Path file, String name) {
    try (InputStream in = Files.newInputStream(file)) {
      readContent(sink, in, name);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static MlflowException unreadable(Path file, IOException e) {
    return MlflowException.invalidParameter(
        "file: \"" + file + "\" (expected: a file or folder that can be read): " + e);
  }

  private void readContent(ImportSink sink, InputStream given, String name) {
    try {
      PeekedInput in = PeekedInput.of(given, ContentKind.PEEKED_BYTES);
      if (in.isGzip()) {
        in =
            PeekedInput.of(
                new GZIPInputStream(in.stream(), ContentKind.PEEKED_BYTES),
                ContentKind.PEEKED_BYTES);
      }
      readTraces(sink, in, name);
    } catch (EOFException | ZipException e) {
      sink.skipped(name, PeekedInput.BROKEN_OFF + e.getMessage());
    } catch (IOException e) {
      sink.skipped(name, "the file cannot be read any further: " + e);
    }
  }

  private void readTraces(ImportSink sink, PeekedInput in, String name) throws IOException {
    ExperimentTargets targets = new ExperimentTargets(sink, experiment);
    switch (ContentKind.of(in.head(), name)) {
      case EMPTY -> sink.skipped(name, "the file is empty");
      case JSON_LINES -> new JsonTraces(sink, targets, name).lines(in.stream());
      case JSON -> new JsonTraces(sink, targets, name).document(in.stream());
      case OTLP_PROTOBUF -> new OtlpBinaryReading(sink, targets.fallback(), name).read(in.stream());
    }
  }
}
