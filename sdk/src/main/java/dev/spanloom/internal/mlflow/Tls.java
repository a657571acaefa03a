package dev.spanloom.internal.mlflow;

import dev.spanloom.internal.http.TlsFiles;
import dev.spanloom.internal.settings.Settings;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Whom we trust and how we show ourselves over TLS, as MLflow's variables say. */
public final class Tls {
  private static final String INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
  private static final String SERVER_CERTIFICATE = "MLFLOW_TRACKING_SERVER_CERT_PATH";
  private static final String CLIENT_CERTIFICATE = "MLFLOW_TRACKING_CLIENT_CERT_PATH";

  private Tls() {}

  /**
   * The context for a server; empty for that of the JVM.
   *
   * @throws IllegalArgumentException for settings that contradict each other and files that are not
   *     what they should be
   */
  public static Optional<SSLContext> context(Settings settings) {
    boolean insecure = settings.flag(INSECURE, false);
    TlsFiles.Setting trusted = TlsFiles.setting(settings, SERVER_CERTIFICATE);
    TlsFiles.Setting client = TlsFiles.setting(settings, CLIENT_CERTIFICATE);
    if (insecure && trusted != null) {
      throw new IllegalArgumentException(
          INSECURE
              + " beside "
              + SERVER_CERTIFICATE
              + "="
              + trusted.file()
              + " (expected: one of both)");
    }
    return insecure
        ? Optional.of(TlsFiles.trustingAnybody(client))
        : TlsFiles.context(trusted, client, client);
  }
}
