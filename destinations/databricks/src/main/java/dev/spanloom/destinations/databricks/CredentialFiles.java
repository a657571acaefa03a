package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.internal.mlflow.MlflowApi;
import dev.spanloom.internal.mlflow.Reply;
import dev.spanloom.internal.mlflow.SpanFiles;
import dev.spanloom.internal.mlflow.TraceCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code traces.json} of a workspace: the workspace gives access to one at a time, and
 * the store of its cloud has it. Thread-safe.
 */
final class CredentialFiles implements SpanFiles {
  private static final String TRACES = "/api/2.0/mlflow/traces/";
  private static final String UPLOAD = "/credentials-for-data-upload";
  private static final String DOWNLOAD = "/credentials-for-data-download";

  private final MlflowApi api;
  private final CloudStore store;

  CredentialFiles(MlflowApi api, CloudStore store) {
    this.api = api;
    this.store = store;
  }

  private static String path(TraceInfo info, String purpose) {
    return TRACES + MlflowApi.escaped(info.traceId()) + purpose;
  }

  @Override
  public void write(TraceInfo info, List<Map<String, @Nullable Object>> spans) {
    String path = path(info, UPLOAD);
    store.write(StoreCredentials.read(api.getOnce(path), "GET " + path), SpanFiles.encode(spans));
  }

  /**
   * The spans of a trace; empty when there is no file yet.
   *
   * @throws MlflowException with INVALID_STATE when there is one that cannot be read
   */
  @Override
  public List<Span> read(TraceInfo info) {
    String path = path(info, DOWNLOAD);
    Map<String, @Nullable Object> credentials;
    try {
      credentials = api.get(path);
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e) || MlflowApi.isUnknownEndpoint(e)) {
        return List.of();
      }
      throw e;
    }
    Optional<Reply> file = store.read(StoreCredentials.read(credentials, "GET " + path));
    return file.isEmpty() ? List.of() : spans(info, file.get().text());
  }

  /**
   * The spans in a text such as a file has.
   *
   * @throws MlflowException with INVALID_STATE for another text
   */
  static List<Span> spans(TraceInfo info, String text) {
    try {
      return TraceCalls.ordered(
          MlflowApi.objects(JsonReader.readObject(text).get("spans")).stream()
              .map(Span::fromMap)
              .toList());
    } catch (RuntimeException e) { // of the JSON, or of what it says
      throw new MlflowException(
          ErrorCode.INVALID_STATE,
          "the spans of trace "
              + info.traceId()
              + " cannot be read: "
              + text.length()
              + " characters, "
              + e.getMessage()
              + " (expected: a JSON object with \"spans\")",
          e);
    }
  }
}
