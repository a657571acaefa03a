package dev.spanloom.internal.source;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.internal.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the program comes from, as the metadata of each of its traces: name, user, git commit, JVM.
 * Found out once, off the caller's thread where possible; what cannot be found is left empty. Never
 * throws.
 */
public final class SourceMetadata {
  private static final String JVM_VERSION = "spanloom.jvm.version";
  private static final String JVM_NAME = "spanloom.jvm.name";
  private static final String SDK_VERSION = "spanloom.version";

  private SourceMetadata() {}

  public static Map<String, String> find(Settings settings, String sdkVersion) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(TraceMetadataKey.SCHEMA_VERSION, TraceMetadataKey.CURRENT_SCHEMA_VERSION);
    metadata.put(TraceMetadataKey.USER, user(settings));
    metadata.put(TraceMetadataKey.SOURCE_NAME, sourceName());
    metadata.put(TraceMetadataKey.SOURCE_TYPE, "LOCAL");
    git(settings, metadata);
    metadata.put(JVM_NAME, System.getProperty("java.vm.name", ""));
    metadata.put(JVM_VERSION, System.getProperty("java.version", ""));
    metadata.put(SDK_VERSION, sdkVersion);
    settings.text("MLFLOW_RUN_ID").ifPresent(run -> metadata.put(TraceMetadataKey.SOURCE_RUN, run));
    settings
        .text("MLFLOW_ACTIVE_MODEL_ID")
        .ifPresent(model -> metadata.put(TraceMetadataKey.MODEL_ID, model));
    return Collections.unmodifiableMap(metadata);
  }

  private static String user(Settings settings) {
    return settings
        .text("MLFLOW_TRACKING_USERNAME")
        .orElseGet(() -> System.getProperty("user.name", ""));
  }

  /** The main class or jar, without its arguments, which may hold secrets. */
  private static String sourceName() {
    String command = System.getProperty("sun.java.command", "").strip();
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  /**
   * From {@code git.properties} on the class path, else the environment, else a {@code .git} folder
   * above.
   */
  private static void git(Settings settings, Map<String, String> metadata) {
    Properties properties = gitProperties();
    Optional<GitFolder> folder = GitFolder.above(Path.of("").toAbsolutePath());
    metadata.put(
        TraceMetadataKey.GIT_COMMIT,
        first(
            properties.getProperty(
                "git.commit.id.full", properties.getProperty("git.commit.id", "")),
            settings.text("GIT_COMMIT").or(() -> settings.text("GITHUB_SHA")).orElse(""),
            folder.map(GitFolder::commit).orElse("")));
    metadata.put(
        TraceMetadataKey.GIT_BRANCH,
        first(
            properties.getProperty("git.branch", ""),
            settings.text("GIT_BRANCH").or(() -> settings.text("GITHUB_REF_NAME")).orElse(""),
            folder.map(GitFolder::branch).orElse("")));
    metadata.put(
        TraceMetadataKey.GIT_REPO_URL,
        withoutCredentials(
            first(
                properties.getProperty("git.remote.origin.url", ""),
                settings.text("GIT_URL").orElse(""),
                folder.map(GitFolder::remoteUrl).orElse(""))));
  }

  private static Properties gitProperties() {
    Properties properties = new Properties();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream("git.properties")
            : loader.getResourceAsStream("git.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException | IllegalArgumentException e) {
      // no git.properties then
    }
    return properties;
  }

  private static String first(String... candidates) {
    for (String candidate : candidates) {
      if (!candidate.isBlank()) {
        return candidate;
      }
    }
    return "";
  }

  /** {@code https://user:token@host/…} without user and token. */
  static String withoutCredentials(String url) {
    return url.replaceFirst("^([a-z+]+://)[^/@]*@", "$1");
  }

  /** A {@code .git} folder, read without git. */
  record GitFolder(Path folder) {
    static Optional<GitFolder> above(Path start) {
      for (Path path = start; path != null; path = path.getParent()) {
        Path git = path.resolve(".git");
        if (Files.isDirectory(git)) {
          return Optional.of(new GitFolder(git));
        }
      }
      return Optional.empty();
    }

    String branch() {
      String head = read("HEAD");
      return head.startsWith("ref: refs/heads/") ? head.substring("ref: refs/heads/".length()) : "";
    }

    String commit() {
      String head = read("HEAD");
      if (!head.startsWith("ref: ")) {
        return head;
      }
      String ref = head.substring("ref: ".length());
      String commit = read(ref);
      return commit.isEmpty() ? packed(ref) : commit;
    }

    String remoteUrl() {
      boolean inOrigin = false;
      for (String line : read("config").split("\n", -1)) {
        String text = line.strip();
        if (text.startsWith("[")) {
          inOrigin = text.equals("[remote \"origin\"]");
        } else if (inOrigin && text.startsWith("url")) {
          return text.substring(text.indexOf('=') + 1).strip();
        }
      }
      return "";
    }

    private String packed(String ref) {
      for (String line : read("packed-refs").split("\n", -1)) {
        if (line.endsWith(" " + ref)) {
          return line.substring(0, line.indexOf(' '));
        }
      }
      return "";
    }

    private String read(String name) {
      try {
        return Files.readString(folder.resolve(name)).strip();
      } catch (IOException | RuntimeException e) {
        return "";
      }
    }
  }
}
