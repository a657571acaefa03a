package dev.spanloom.destinations.databricks;

import dev.spanloom.destination.Destinations;
import dev.spanloom.internal.settings.Settings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tracking URI that names a workspace.
 *
 * @param profile of the configuration file; null for what the environment says
 * @param host the workspace that the profile or the environment must name; null for whichever it is
 */
record WorkspaceUri(@Nullable String profile, @Nullable String host) {
  static final String SCHEME = "databricks";

  private static final Pattern FORM =
      Pattern.compile(
          "(?i)" + SCHEME + "(?::(?://([^/:@?#]*)/?)?)?(?:\\?host=(https?://[^?#@]+))?");
  private static final Pattern SECRET =
      Pattern.compile("(?i)" + SCHEME + "://[^/:@?#]+:[^/@?#]*/?");

  /**
   * Reads a tracking URI.
   *
   * @throws IllegalArgumentException when it names no workspace that a JVM can find
   */
  static WorkspaceUri parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      String profile = form.group(1);
      return new WorkspaceUri(profile == null || profile.isBlank() ? null : profile, form.group(2));
    }
    String why =
        SECRET.matcher(text.strip()).matches()
            ? "secret scopes can be read only inside a workspace, by its notebooks"
            : "it names no profile";
    throw new IllegalArgumentException(
        "tracking URI: \""
            + Destinations.withoutLogin(text)
            + "\": "
            + why
            + " (expected: databricks, or databricks://<profile> with a profile of the Databricks"
            + " configuration file)");
  }

  /**
   * With the names that the settings of this process give it: so that what waits for it is sent to
   * no other workspace by a process with other settings. Reads no file.
   */
  WorkspaceUri settled(Settings settings) {
    return new WorkspaceUri(
        profile == null ? settings.text("DATABRICKS_CONFIG_PROFILE").orElse(null) : profile,
        host == null
            ? settings.text("DATABRICKS_HOST").map(WorkspaceUri::whole).orElse(null)
            : host);
  }

  /** A host as people write it, in one spelling. */
  static String whole(String host) {
    String withScheme = host.contains("://") ? host : "https://" + host;
    return withScheme.replaceFirst("/+$", "");
  }

  @Override
  public String toString() {
    return (profile != null ? SCHEME + "://" + profile : host == null ? SCHEME : SCHEME + ":")
        + (host == null ? "" : "?host=" + host);
  }
}
