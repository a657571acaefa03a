package dev.spanloom.storage.transfer;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the traces that a query finds, page by page: memory is needed for a page of infos and some
 * hundred spans at a time, however many traces there are and however large they are. Thread-safe.
 *
 * <pre>{@code
 * TraceQuery query = TraceQuery.builder("0").build();
 * long traces = TraceExport.of(store).write(query, ExportFormat.SPANLOOM, Path.of("traces.jsonl.gz"), Progress.NONE);
 * }</pre>
 */
public final class TraceExport {
  private static final int TRACES_PER_PAGE = 100;
  private static final int SPANS_PER_PIECE = 200;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final TraceStore store;

  private TraceExport(TraceStore store) {
    this.store = store;
  }

  public static TraceExport of(TraceStore store) {
    return new TraceExport(store);
  }

  /**
   * Writes to a file, compressed when its name ends with {@code .gz}. The file appears under its
   * name when it is complete; one that was there is replaced. Of an export that fails, or whose
   * process is told to end, nothing is left.
   *
   * @param query which traces and in which order; its page is not looked at
   * @return how many traces were written
   * @throws StorageException when the file cannot be written; names it
   */
  public long write(TraceQuery query, ExportFormat format, Path file, Progress progress) {
    Path name = file.getFileName();
    if (name == null) {
      throw MlflowException.invalidParameter("file: \"" + file + "\" (expected: a file's path)");
    }
    try (UnfinishedFile unfinished = new UnfinishedFile(file)) {
      long traces;
      try (OutputStream raw = Files.newOutputStream(unfinished.begin());
          OutputStream out =
              name.toString().endsWith(".gz") ? new GZIPOutputStream(raw, BUFFER_BYTES) : raw) {
        traces = write(query, format, out, progress);
      }
      unfinished.complete();
      return traces;
    } catch (IOException e) {
      throw new StorageException(
          "cannot write the export " + file + ": " + e + " (is there space, may it be written?)",
          e);
    }
  }

  /**
   * Writes to a stream, which is flushed and stays open.
   *
   * @param query which traces and in which order; its page is not looked at
   * @return how many traces were written
   * @throws IOException when the stream fails
   */
  public long write(TraceQuery query, ExportFormat format, OutputStream out, Progress progress)
      throws IOException {
    Running running = new Running(format, out, progress);
    String token = null;
    do {
      TracePage page = store.search().search(page(query, token));
      running.write(page.infos());
      token = page.nextPageToken();
    } while (token != null);
    return running.end();
  }

  /**
   * Writes traces of these ids, in their order, to a stream, which is flushed and stays open.
   *
   * @param traceIds unknown ones are left out
   * @return how many traces were written
   * @throws IOException when the stream fails
   */
  public long write(List<String> traceIds, ExportFormat format, OutputStream out, Progress progress)
      throws IOException {
    Running running = new Running(format, out, progress);
    for (int from = 0; from < traceIds.size(); from += TRACES_PER_PAGE) {
      int to = Math.min(traceIds.size(), from + TRACES_PER_PAGE);
      running.write(store.reader().infos(traceIds.subList(from, to)));
    }
    return running.end();
  }

  /** An export that has begun. Not thread-safe. */
  private final class Running {
    private final OutputStream buffered;
    private final TraceWriting writing;
    private final Progress progress;
    private final Map<String, Experiment> experiments = new HashMap<>();
    private long traces;

    Running(ExportFormat format, OutputStream out, Progress progress) {
      this.buffered = new BufferedOutputStream(out, BUFFER_BYTES);
      this.writing = TraceWriting.of(format, buffered);
      this.progress = progress;
    }

    void write(List<TraceInfo> infos) throws IOException {
      for (TraceInfo info : infos) {
        String id = info.experimentId() == null ? Experiment.DEFAULT_ID : info.experimentId();
        Experiment experiment = experiments.get(id);
        if (experiment == null) {
          experiment = store.experiments().get(id).orElse(null);
          if (experiment != null) {
            experiments.put(id, experiment);
            writing.experiment(experiment);
          }
        }
        if (trace(info, experiment, writing)) {
          progress.advanced(++traces, -1);
        }
      }
    }

    long end() throws IOException {
      buffered.flush();
      return traces;
    }
  }

  private static TraceQuery page(TraceQuery query, @Nullable String token) {
    return new TraceQuery(
        query.experimentIds(), query.filter(), query.orderBy(), TRACES_PER_PAGE, token);
  }

  /** False when the trace was deleted meanwhile. */
  private boolean trace(TraceInfo info, @Nullable Experiment experiment, TraceWriting writing)
      throws IOException {
    int offset = 0;
    List<Span> spans;
    do {
      try {
        spans = store.reader().spans(info.traceId(), offset, SPANS_PER_PIECE);
      } catch (MlflowException e) {
        if (e.errorCode() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
          throw e;
        }
        if (offset == 0) {
          return false;
        }
        spans = List.of();
      }
      if (offset == 0) {
        writing.begin(info, experiment, spans);
      } else {
        writing.more(spans);
      }
      offset += spans.size();
    } while (spans.size() == SPANS_PER_PIECE);
    writing.end();
    return true;
  }
}
