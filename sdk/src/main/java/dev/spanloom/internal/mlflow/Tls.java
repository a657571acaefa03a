package dev.spanloom.internal.mlflow;

import dev.spanloom.internal.settings.Settings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom we trust and how we show ourselves over TLS, as MLflow's variables say. */
public final class Tls {
  private static final String INSECURE = "MLFLOW_TRACKING_INSECURE_TLS";
  private static final String SERVER_CERTIFICATE = "MLFLOW_TRACKING_SERVER_CERT_PATH";
  private static final String CLIENT_CERTIFICATE = "MLFLOW_TRACKING_CLIENT_CERT_PATH";
  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  /**
   * The context for a server; empty for that of the JVM.
   *
   * @throws IllegalArgumentException for settings that contradict each other and files that are not
   *     what they should be
   */
  public static Optional<SSLContext> context(Settings settings) {
    boolean insecure = settings.flag(INSECURE, false);
    Path server = settings.text(SERVER_CERTIFICATE).map(Path::of).orElse(null);
    Path client = settings.text(CLIENT_CERTIFICATE).map(Path::of).orElse(null);
    if (insecure && server != null) {
      throw new IllegalArgumentException(
          INSECURE + " beside " + SERVER_CERTIFICATE + "=" + server + " (expected: one of both)");
    }
    if (!insecure && server == null && client == null) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          client == null ? null : shown(client),
          insecure ? new TrustManager[] {new Anybody()} : server == null ? null : trusted(server),
          null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e, e);
    }
  }

  private static TrustManager @Nullable [] trusted(Path file)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    List<X509Certificate> certificates = PemFile.read(SERVER_CERTIFICATE, file).certificates();
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("server" + i, certificates.get(i));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static KeyManager @Nullable [] shown(Path file)
      throws GeneralSecurityException, IOException {
    PemFile pem = PemFile.read(CLIENT_CERTIFICATE, file);
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        pem.requiredKey(),
        NO_PASSWORD,
        pem.certificates().toArray(X509Certificate[]::new));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    return managers.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Trusts whoever answers, under whatever name: what the user asked for in so many words. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
