package dev.spanloom.destinations.databricks;

import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.DatabricksException;
import com.databricks.sdk.core.PatCredentialsProvider;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.internal.mlflow.Login;
import dev.spanloom.internal.settings.Settings;
import java.io.IOException;
import java.util.Map;

/**
 * Who we are to a workspace, as Databricks' SDK finds it: settings, else the environment, else a
 * profile of the configuration file. The SDK renews tokens before they expire; a workspace that
 * takes one no more has everything read again. Thread-safe.
 */
final class WorkspaceLogin implements Login {
  private static final int TIMEOUT_SECONDS = 30;
  private static final String TOKEN_TYPE = "pat";

  private final WorkspaceUri uri;
  private final Settings settings;
  private DatabricksConfig config;

  private WorkspaceLogin(WorkspaceUri uri, Settings settings, DatabricksConfig config) {
    this.uri = uri;
    this.settings = settings;
    this.config = config;
  }

  /**
   * Finds the workspace and the kind of authentication; authenticates nobody yet.
   *
   * @throws IllegalArgumentException when there is none; the message says what was looked at
   */
  static WorkspaceLogin find(WorkspaceUri uri, Settings settings) {
    DatabricksConfig found;
    try {
      found = resolved(uri, settings);
    } catch (DatabricksException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "tracking URI: \"" + uri + "\": " + e.getMessage() + " " + expected(uri), e);
    }
    String host = found.getHost();
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException(
          "tracking URI: \"" + uri + "\": no workspace is named " + expected(uri));
    }
    if (uri.host() != null && !uri.host().equalsIgnoreCase(WorkspaceUri.whole(host))) {
      throw new IllegalArgumentException(
          "tracking URI: \"" + uri + "\": the login is one for " + host + " " + expected(uri));
    }
    return new WorkspaceLogin(uri, settings, found);
  }

  private static DatabricksConfig resolved(WorkspaceUri uri, Settings settings) {
    DatabricksConfig found = given(uri, settings).resolve();
    String type = found.getAuthType();
    if (found.getToken() != null && (type == null || type.equals(TOKEN_TYPE))) {
      // without a choice the SDK first asks the workspace for ways of OAuth, and waits for it
      found.setCredentialsProvider(new PatCredentialsProvider());
    }
    return found;
  }

  private static String expected(WorkspaceUri uri) {
    return "(expected: DATABRICKS_HOST with DATABRICKS_TOKEN, or with DATABRICKS_CLIENT_ID and"
        + " DATABRICKS_CLIENT_SECRET, or the profile "
        + (uri.profile() == null ? "DEFAULT" : uri.profile())
        + " of ~/.databrickscfg with a host and its login)";
  }

  /** What our settings say; what they do not, the SDK finds itself. */
  private static DatabricksConfig given(WorkspaceUri uri, Settings settings) {
    // who writes and who asks have plans of their own for what fails
    DatabricksConfig config =
        new DatabricksConfig().setHttpTimeoutSeconds(TIMEOUT_SECONDS).setDisableRetries(true);
    String profile =
        uri.profile() == null
            ? settings.text("DATABRICKS_CONFIG_PROFILE").orElse(null)
            : uri.profile();
    if (profile != null) {
      config.setProfile(profile);
    }
    settings.text("DATABRICKS_CONFIG_FILE").ifPresent(config::setConfigFile);
    settings.text("DATABRICKS_HOST").ifPresent(config::setHost);
    settings.text("DATABRICKS_TOKEN").ifPresent(config::setToken);
    settings.text("DATABRICKS_CLIENT_ID").ifPresent(config::setClientId);
    settings.text("DATABRICKS_CLIENT_SECRET").ifPresent(config::setClientSecret);
    settings.text("DATABRICKS_AUTH_TYPE").ifPresent(config::setAuthType);
    return config;
  }

  /** The workspace's address, such as {@code https://adb-1.azuredatabricks.net}. */
  synchronized String host() {
    return String.valueOf(config.getHost());
  }

  @Override
  public Map<String, String> headers() {
    return headersOf(current());
  }

  private synchronized DatabricksConfig current() {
    return config;
  }

  private Map<String, String> headersOf(DatabricksConfig from) {
    try {
      return Map.copyOf(from.authenticate());
    } catch (RuntimeException e) { // of the SDK and of what it stands on
      String text = "no login for " + from.getHost() + ": " + e.getMessage();
      throw new RetryLaterException(isOfNetwork(e) ? text : text + " " + hint(), e);
    }
  }

  /** Whether who gives out tokens could not be asked, rather than gave none. */
  private static boolean isOfNetwork(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean renew(Map<String, String> refused) {
    DatabricksConfig anew;
    try {
      anew = resolved(uri, settings);
    } catch (RuntimeException e) {
      return false; // the failure that is told is that of the request
    }
    if (!host().equals(anew.getHost()) || headersOf(anew).equals(refused)) {
      return false;
    }
    replace(anew);
    return true;
  }

  private synchronized void replace(DatabricksConfig anew) {
    config = anew;
  }

  @Override
  public String hint() {
    return expected(uri);
  }
}
