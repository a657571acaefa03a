package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.internal.http.Answers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a server can do: by its version, by what it says of itself, and by what it turns
 * down later. Asked once, and again after a failure. Thread-safe.
 */
final class ServerProbe {
  /** What our server says of itself, beside what MLflow's says. */
  static final String PRODUCT_FIELD = "server";

  static final String PRODUCT = "spanloom";

  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\D.*)?");
  private static final int SPANS_SINCE_MINOR = 4;

  private final HttpCalls calls;
  private volatile @Nullable ServerKind known;
  private volatile boolean versionIsKnown;

  ServerProbe(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * What the server is.
   *
   * @throws RetryLaterException when it cannot be asked
   */
  ServerKind kind() {
    ServerKind kind = known;
    if (kind == null) {
      kind = ask();
      known = kind;
    }
    return kind;
  }

  /** The server turned down what its version promises, or takes more than it does. */
  void learned(ServerKind kind) {
    known = kind;
  }

  /** It failed, and may be another one when it is back. */
  void forget() {
    known = null;
  }

  /**
   * Whether the server told its version: then it has what that version has, and a path that is not
   * there is not there for the moment, or somebody else has answered.
   */
  boolean isVersionKnown() {
    return versionIsKnown;
  }

  /**
   * Whether the server, asked again, still says that it takes spans. It may lack their path all the
   * same: that depends on how MLflow was started.
   */
  boolean stillTakesSpans() {
    return ask() == ServerKind.SPANS;
  }

  private ServerKind ask() {
    Reply version = calls.send(Call.get("/version").within(SHORT));
    versionIsKnown = version.status() != 404;
    if (!versionIsKnown) {
      return ServerKind.FILES;
    }
    String text = MlflowApi.checked(version).text().strip();
    Matcher numbers = VERSION.matcher(text);
    if (!numbers.matches()) {
      throw new RetryLaterException(
          version.request()
              + ": "
              + version.status()
              + " with \""
              + Answers.inShort(text)
              + "\" (expected: a version such as 3.6.0; does the tracking URI name an MLflow"
              + " server, and does no proxy stand before it?)");
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    if (major < 3) {
      return ServerKind.LEGACY;
    }
    return major > 3 || minor >= SPANS_SINCE_MINOR ? askMore() : ServerKind.FILES;
  }

  private ServerKind askMore() {
    Reply info = calls.send(Call.get("/api/3.0/mlflow/server-info").within(SHORT));
    try {
      Map<String, @Nullable Object> said = MlflowApi.checked(info).jsonOrEmpty();
      if (PRODUCT.equals(said.get(PRODUCT_FIELD))) {
        return ServerKind.SPANLOOM;
      }
    } catch (MlflowException e) {
      // versions before that endpoint have none
    }
    return ServerKind.SPANS;
  }
}
