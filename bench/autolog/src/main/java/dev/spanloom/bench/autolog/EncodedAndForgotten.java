package dev.spanloom.bench.autolog;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LowAllocationLogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.LowAllocationTraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;

/**
 * Exporters of OpenTelemetry's SDK that do all but send: they encode what they get as OTLP, in the
 * way that those of the SDK do by default, and forget it.
 */
final class EncodedAndForgotten {
  private EncodedAndForgotten() {}

  /** Keeps nothing that would have to be written at the end. */
  abstract static class Forgetting {
    public final CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    public final CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Of spans. */
  static final class Spans extends Forgetting implements SpanExporter {
    private final LowAllocationTraceRequestMarshaler request =
        new LowAllocationTraceRequestMarshaler();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      request.initialize(spans);
      encode(request);
      request.reset();
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Of log records, where prompts and answers are. */
  static final class Logs extends Forgetting implements LogRecordExporter {
    private final LowAllocationLogsRequestMarshaler request =
        new LowAllocationLogsRequestMarshaler();

    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      request.initialize(logs);
      encode(request);
      request.reset();
      return CompletableResultCode.ofSuccess();
    }
  }

  private static void encode(Marshaler request) {
    try {
      request.writeBinaryTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
