package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.Destinations;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, such as {@code https://host/mlflow}.
 *
 * @param base without login, query and a slash at the end
 * @param userName of a login in the URI; null when there is none
 * @param password of the same; null when there is none
 */
public record ServerUri(URI base, @Nullable String userName, @Nullable String password) {
  /**
   * Reads a tracking URI.
   *
   * @throws IllegalArgumentException when it names no server; the message shows no login
   */
  public static ServerUri parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw wrong(text, e.getReason());
    }
    if (uri.getHost() == null) {
      throw wrong(text, "it names no host");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw wrong(text, "it has a query or a fragment");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    URI base =
        URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port + path);
    String login = uri.getRawUserInfo();
    if (login == null || login.isEmpty()) {
      return new ServerUri(base, null, null);
    }
    int colon = login.indexOf(':');
    return colon < 0
        ? new ServerUri(base, decoded(login), "")
        : new ServerUri(
            base, decoded(login.substring(0, colon)), decoded(login.substring(colon + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException(
        "tracking URI: \""
            + Destinations.withoutLogin(text)
            + "\": "
            + why
            + " (expected: http://host:port or https://host:port, a path may follow)");
  }

  public boolean isEncrypted() {
    return "https".equals(base.getScheme());
  }

  /**
   * The URI of a path of the server.
   *
   * @param path from the base on, with what it has of a query; begins with a slash
   */
  public URI resolve(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
