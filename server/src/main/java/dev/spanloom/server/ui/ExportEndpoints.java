package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.http.ReplyStream;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.transfer.ExportFormat;
import dev.spanloom.storage.transfer.TraceExport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Traces as files to save. */
final class ExportEndpoints {
  private static final MediaType LINES = MediaType.create("application", "x-ndjson");

  private final TraceStore store;
  private final TraceExport export;

  ExportEndpoints(TraceStore store) {
    this.store = store;
    this.export = TraceExport.of(store);
  }

  void addTo(UiApi.Endpoints endpoints) {
    HttpService one =
        (context, request) ->
            HttpResponse.of(
                request
                    .aggregate()
                    .thenApplyAsync(
                        whole -> answered(() -> one(context)), context.blockingTaskExecutor()));
    HttpService many =
        (context, request) ->
            HttpResponse.of(
                request
                    .aggregate()
                    .thenApplyAsync(
                        whole -> answered(() -> many(context, RestRequest.of(context, whole))),
                        context.blockingTaskExecutor()));
    endpoints.add(HttpMethod.GET, "/traces/{trace_id}/export", one);
    endpoints.add(HttpMethod.POST, "/traces/export", many);
  }

  private static HttpResponse answered(Supplier<HttpResponse> reply) {
    try {
      return reply.get();
    } catch (RuntimeException | StackOverflowError e) {
      return Replies.failure(e).toHttpResponse();
    }
  }

  private HttpResponse one(ServiceRequestContext context) {
    RestRequest request = RestRequest.ofQuery(context);
    String traceId = request.path("trace_id");
    ExportFormat format = format(request);
    if (store.reader().info(traceId).isEmpty()) {
      throw MlflowException.notFound("Trace with ID '" + traceId + "' not found.");
    }
    String name =
        traceId.replaceAll("[^A-Za-z0-9._-]", "_")
            + (format == ExportFormat.MLFLOW ? "" : ".otlp")
            + ".json";
    return ReplyStream.download(
        context,
        MediaType.JSON,
        name,
        out -> export.write(List.of(traceId), format, out, Progress.NONE));
  }

  private HttpResponse many(ServiceRequestContext context, RestRequest request) {
    ExportFormat format = format(request);
    List<String> ids = BulkEndpoints.ids(request);
    TraceQuery query = ids == null ? Scope.of(request).query().build() : null;
    return ReplyStream.download(
        context,
        LINES,
        format == ExportFormat.MLFLOW ? "traces.jsonl" : "traces.otlp.jsonl",
        out -> write(ids, query, format, out));
  }

  private void write(
      @Nullable List<String> ids, @Nullable TraceQuery query, ExportFormat format, OutputStream out)
      throws IOException {
    if (ids != null) {
      export.write(ids, format, out, Progress.NONE);
    } else if (query != null) {
      export.write(query, format, out, Progress.NONE);
    }
  }

  private static ExportFormat format(RestRequest request) {
    String format = request.textOrNull("format");
    return switch (format == null ? "mlflow" : format) {
      case "mlflow" -> ExportFormat.MLFLOW;
      case "otlp" -> ExportFormat.OTLP_JSON;
      default -> throw RestRequest.wrong("format", format, "mlflow or otlp");
    };
  }
}
