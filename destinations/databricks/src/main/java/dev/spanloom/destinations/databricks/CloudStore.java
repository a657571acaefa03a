package dev.spanloom.destinations.databricks;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.internal.mlflow.Call;
import dev.spanloom.internal.mlflow.HttpCalls;
import dev.spanloom.internal.mlflow.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files in the store of a workspace's cloud, by credentials of the workspace. The store is told
 * nothing else of who we are, and what it answers is not shown but for its code: it may repeat a
 * signature. Thread-safe.
 */
final class CloudStore {
  private static final byte[] NOTHING = {};

  /** Headers that are the HTTP client's own. */
  private static final Set<String> OWN =
      Set.of("host", "content-length", "connection", "expect", "upgrade");

  private static final Pattern CODE =
      Pattern.compile("<Code>(\\w{1,60})</Code>|\"code\"\\s*:\\s*\"(\\w{1,60})\"");
  private static final Set<String> PASSING =
      Set.of("ExpiredToken", "RequestTimeout", "RequestTimeTooSkewed", "AuthenticationFailed");

  private final HttpCalls calls;

  CloudStore(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Writes a file in place of what was there.
   *
   * @throws RetryLaterException when it may succeed later, with new credentials
   * @throws MlflowException when the store refuses the file
   */
  void write(StoreCredentials to, byte[] file) {
    switch (to.kind()) {
      case AWS_PRESIGNED_URL, GCP_SIGNED_URL ->
          checked(send(Call.elsewhere("PUT", to.uri(), file), to.headers()));
      case AZURE_SAS_URI ->
          checked(
              send(
                  Call.elsewhere("PUT", to.uri(), file),
                  and(to.headers(), "x-ms-blob-type", "BlockBlob")));
      case AZURE_ADLS_GEN2_SAS_URI -> {
        checked(send(Call.elsewhere("PUT", to.with("resource=file"), NOTHING), to.headers()));
        checked(
            send(Call.elsewhere("PATCH", to.with("action=append&position=0"), file), to.headers()));
        checked(
            send(
                Call.elsewhere("PATCH", to.with("action=flush&position=" + file.length), NOTHING),
                to.headers()));
      }
    }
  }

  /** Reads a file; empty when there is none. */
  Optional<Reply> read(StoreCredentials from) {
    Reply reply = send(Call.elsewhere("GET", from.uri(), null), from.headers());
    return reply.status() == 404 ? Optional.empty() : Optional.of(checked(reply));
  }

  private static Map<String, String> and(Map<String, String> headers, String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return more;
  }

  private Reply send(Call call, Map<String, String> headers) {
    Call whole = call;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!OWN.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))) {
        whole = whole.with(header.getKey(), header.getValue());
      }
    }
    return calls.send(whole);
  }

  private static Reply checked(Reply reply) {
    int status = reply.status();
    if (reply.isSuccess()) {
      return reply;
    }
    Matcher found = CODE.matcher(reply.text());
    String code = found.find() ? found.group(found.group(1) == null ? 2 : 1) : "no code";
    String text = reply.request() + ": " + status + " " + code;
    // access that has expired, or is not there yet, is given anew with the next try
    boolean mayPass =
        status >= 500
            || status == 401
            || status == 403
            || status == 404
            || status == 408
            || status == 409
            || status == 412
            || status == 429
            || PASSING.contains(code);
    throw mayPass
        ? new RetryLaterException(text, reply.pause().orElse(null), null)
        : new MlflowException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            text + " (expected: a store that takes the spans of the trace)");
  }
}
