package dev.spanloom.internal.mlflow;

import dev.spanloom.internal.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server is told of who we are: the login of the URI, else {@code
 * MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD} or what {@code
 * ~/.mlflow/credentials} has in their place, else {@code MLFLOW_TRACKING_TOKEN}. Thread-safe.
 */
public final class ServerLogin implements Login {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final String HEADER = "Authorization";
  private static final String USER_NAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String SECTION = "[mlflow]";

  private final ServerUri server;
  private final Settings settings;
  private final Path file;
  private @Nullable String header;
  private boolean read;

  /**
   * A login that is read when it is first needed.
   *
   * @param file the credentials file; need not be there
   */
  public ServerLogin(ServerUri server, Settings settings, Path file) {
    this.server = server;
    this.settings = settings;
    this.file = file;
  }

  public static Path defaultFile() {
    return Path.of(System.getProperty("user.home", "."), ".mlflow", "credentials");
  }

  /** The value of the Authorization header; null for none. */
  synchronized @Nullable String header() {
    if (!read) {
      header = read();
      read = true;
    }
    return header;
  }

  @Override
  public Map<String, String> headers() {
    String value = header();
    return value == null ? Map.of() : Map.of(HEADER, value);
  }

  @Override
  public boolean renew(Map<String, String> refused) {
    return renew(refused.get(HEADER));
  }

  @Override
  public String hint() {
    return "(expected: "
        + USER_NAME
        + " and "
        + PASSWORD
        + ", or "
        + TOKEN
        + ", of somebody who may do this)";
  }

  /**
   * Reads it again, since the server did not take it.
   *
   * @param refused what it did not take
   * @return true when there is another one now
   */
  synchronized boolean renew(@Nullable String refused) {
    String now = read();
    header = now;
    read = true;
    return !Objects.equals(now, refused);
  }

  private @Nullable String read() {
    String user = server.userName();
    String password = server.password();
    if (user == null || password == null) {
      Map<String, String> saved = saved();
      user = settings.text(USER_NAME).orElse(saved.get(USER_NAME.toLowerCase(Locale.ROOT)));
      password = settings.text(PASSWORD).orElse(saved.get(PASSWORD.toLowerCase(Locale.ROOT)));
    }
    if (user != null && password != null) {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
    return settings.text(TOKEN).map(token -> "Bearer " + token).orElse(null);
  }

  /** The section of the file that is for us; empty when there is none. */
  private Map<String, String> saved() {
    Map<String, String> values = new HashMap<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    try {
      boolean ours = false;
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        int equals = text.indexOf('=');
        if (text.startsWith("[")) {
          ours = text.equals(SECTION);
        } else if (ours && equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
          values.put(
              text.substring(0, equals).strip().toLowerCase(Locale.ROOT),
              text.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} cannot be read: {1}", file, e);
    }
    return values;
  }
}
