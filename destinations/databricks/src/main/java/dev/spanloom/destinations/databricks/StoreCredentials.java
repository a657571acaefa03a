package dev.spanloom.destinations.databricks;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.internal.mlflow.MlflowApi;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace gives out so that one file can be written to, or read from, the store of its
 * cloud for a while. Secret: is shown in no message.
 *
 * @param uri with its signature
 * @param headers to be sent along
 */
record StoreCredentials(Kind kind, URI uri, Map<String, String> headers) {
  /** How a store takes a file. */
  enum Kind {
    AWS_PRESIGNED_URL,
    GCP_SIGNED_URL,
    AZURE_SAS_URI,
    AZURE_ADLS_GEN2_SAS_URI
  }

  /**
   * Reads the answer of a workspace.
   *
   * @param asked for messages: the request
   * @throws RetryLaterException when there is nothing in it that can be used
   */
  static StoreCredentials read(Map<String, @Nullable Object> answer, String asked) {
    Map<String, @Nullable Object> info = MlflowApi.object(answer.get("credential_info"));
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> header : MlflowApi.objects(info.get("headers"))) {
      headers.put(String.valueOf(header.get("name")), String.valueOf(header.get("value")));
    }
    return new StoreCredentials(kind(info.get("type"), asked), uri(info, asked), headers);
  }

  private static Kind kind(@Nullable Object type, String asked) {
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(type)) {
        return kind;
      }
    }
    throw new RetryLaterException(
        asked
            + ": credentials of type \""
            + type
            + "\" (expected: one of "
            + Arrays.toString(Kind.values())
            + ")");
  }

  private static URI uri(Map<String, @Nullable Object> info, String asked) {
    try {
      URI uri = URI.create(String.valueOf(info.get("signed_uri")));
      if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below, without the URI, which is secret
    }
    throw new RetryLaterException(
        asked + ": credentials without a signed_uri (expected: https://...)");
  }

  /** The same file with something more in the query of its URI. */
  URI with(String parameters) {
    return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + parameters);
  }

  @Override
  public String toString() {
    return kind + " for " + uri.getHost();
  }
}
