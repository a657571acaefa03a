package dev.spanloom.storage.transfer;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpJsonWriter;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes traces one after the other, each in pieces. Not thread-safe. */
abstract class TraceWriting {
  final OutputStream out;

  TraceWriting(OutputStream out) {
    this.out = out;
  }

  static TraceWriting of(ExportFormat format, OutputStream out) {
    return switch (format) {
      case SPANLOOM -> new Own(out);
      case MLFLOW -> new Mlflow(out);
      case OTLP_JSON -> new OtlpJsonLines(out);
      case OTLP_PROTOBUF -> new OtlpProtobuf(out);
    };
  }

  /** An experiment whose traces follow; before the first of them. */
  void experiment(Experiment experiment) throws IOException {}

  /** A trace begins, with the first of its spans. */
  abstract void begin(TraceInfo info, @Nullable Experiment experiment, List<Span> spans)
      throws IOException;

  /** Further spans of it; perhaps none. */
  abstract void more(List<Span> spans) throws IOException;

  void end() throws IOException {}

  final void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  final void line(Map<String, ?> object) throws IOException {
    text(JsonWriter.write(object));
    out.write('\n');
  }

  static byte[] request(List<Span> spans) {
    return OtlpRequests.encode(spans.stream().map(EncodedSpan::of).toList());
  }

  /** {@link ExportFormat#SPANLOOM}. */
  private static final class Own extends TraceWriting {
    private String traceId = "";
    private @Nullable Experiment experiment;

    Own(OutputStream out) {
      super(out);
    }

    @Override
    void experiment(Experiment described) throws IOException {
      if (!described.tags().isEmpty()) {
        Map<String, @Nullable Object> map = versioned();
        map.put(OwnFormat.EXPERIMENT, described.name());
        map.put(OwnFormat.EXPERIMENT_TAGS, described.tags());
        line(map);
      }
    }

    @Override
    void begin(TraceInfo info, @Nullable Experiment where, List<Span> spans) throws IOException {
      traceId = info.traceId();
      experiment = where;
      Map<String, @Nullable Object> map = versioned();
      map.put(OwnFormat.INFO, info.toMap());
      write(map, spans);
    }

    @Override
    void more(List<Span> spans) throws IOException {
      if (!spans.isEmpty()) {
        Map<String, @Nullable Object> map = versioned();
        map.put(OwnFormat.TRACE_ID, traceId);
        write(map, spans);
      }
    }

    private void write(Map<String, @Nullable Object> map, List<Span> spans) throws IOException {
      if (experiment != null) {
        map.put(OwnFormat.EXPERIMENT, experiment.name());
      }
      map.put(OwnFormat.OTLP, Base64.getEncoder().encodeToString(request(spans)));
      line(map);
    }

    private static Map<String, @Nullable Object> versioned() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put(OwnFormat.VERSION_KEY, OwnFormat.VERSION);
      return map;
    }
  }

  /** {@link ExportFormat#MLFLOW}: the text of {@code Trace.toJson}, written span by span. */
  private static final class Mlflow extends TraceWriting {
    private boolean first;

    Mlflow(OutputStream out) {
      super(out);
    }

    @Override
    void begin(TraceInfo info, @Nullable Experiment experiment, List<Span> spans)
        throws IOException {
      text("{\"info\": " + JsonWriter.write(info.toMap()) + ", \"data\": {\"spans\": [");
      first = true;
      more(spans);
    }

    @Override
    void more(List<Span> spans) throws IOException {
      for (Span span : spans) {
        text((first ? "" : ", ") + JsonWriter.write(span.toMap()));
        first = false;
      }
    }

    @Override
    void end() throws IOException {
      text("]}}\n");
    }
  }

  /** {@link ExportFormat#OTLP_JSON}: a request for each trace that has spans. */
  private static final class OtlpJsonLines extends TraceWriting {
    private boolean begun;

    OtlpJsonLines(OutputStream out) {
      super(out);
    }

    @Override
    void begin(TraceInfo info, @Nullable Experiment experiment, List<Span> spans)
        throws IOException {
      begun = false;
      more(spans);
    }

    @Override
    void more(List<Span> spans) throws IOException {
      for (Map<String, Object> group : OtlpJsonWriter.groups(spans)) {
        text((begun ? ", " : "{\"resourceSpans\": [") + JsonWriter.write(group));
        begun = true;
      }
    }

    @Override
    void end() throws IOException {
      text(begun ? "]}\n" : "");
    }
  }

  /** {@link ExportFormat#OTLP_PROTOBUF}: requests put one behind the other are one request. */
  private static final class OtlpProtobuf extends TraceWriting {
    OtlpProtobuf(OutputStream out) {
      super(out);
    }

    @Override
    void begin(TraceInfo info, @Nullable Experiment experiment, List<Span> spans)
        throws IOException {
      more(spans);
    }

    @Override
    void more(List<Span> spans) throws IOException {
      out.write(request(spans));
    }
  }
}
