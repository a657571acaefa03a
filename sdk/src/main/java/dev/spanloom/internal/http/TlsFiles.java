package dev.spanloom.internal.http;

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

/** Contexts of TLS from PEM files that settings name. */
public final class TlsFiles {
  private static final char[] NO_PASSWORD = {};

  private TlsFiles() {}

  /**
   * A file, and the setting that names it.
   *
   * @param name of the setting, for messages
   */
  public record Setting(String name, Path file) {}

  /** The file of the first of the settings that is there; null when none is. */
  public static @Nullable Setting setting(Settings settings, String... names) {
    for (String name : names) {
      Optional<String> file = settings.text(name);
      if (file.isPresent()) {
        return new Setting(name, Path.of(file.get()));
      }
    }
    return null;
  }

  /**
   * A context; empty, for that of the JVM, when there is no file at all.
   *
   * @param trusted certificates of servers; null for those that the JVM trusts
   * @param client our certificate; null for none
   * @param clientKey its key, in the same file or another; null for none
   * @throws IllegalArgumentException for files that are not what they should be
   */
  public static Optional<SSLContext> context(
      @Nullable Setting trusted, @Nullable Setting client, @Nullable Setting clientKey) {
    if (trusted == null && client == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          context(client, clientKey, trusted == null ? null : trustManagers(trusted)));
    } catch (GeneralSecurityException | IOException e) {
      throw notSetUp(e);
    }
  }

  /**
   * A context that asks nobody who he is.
   *
   * @param client our certificate and its key; null for none
   * @throws IllegalArgumentException for a file that is not what it should be
   */
  public static SSLContext trustingAnybody(@Nullable Setting client) {
    try {
      return context(client, client, new TrustManager[] {new Anybody()});
    } catch (GeneralSecurityException | IOException e) {
      throw notSetUp(e);
    }
  }

  private static IllegalArgumentException notSetUp(Exception e) {
    return new IllegalArgumentException("TLS cannot be set up: " + e, e);
  }

  private static SSLContext context(
      @Nullable Setting client, @Nullable Setting clientKey, TrustManager @Nullable [] trusted)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        client == null || clientKey == null ? null : keyManagers(client, clientKey), trusted, null);
    return context;
  }

  private static TrustManager[] trustManagers(Setting file)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    List<X509Certificate> certificates = PemFile.withCertificates(file).certificates();
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("server" + i, certificates.get(i));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static KeyManager[] keyManagers(Setting certificate, Setting key)
      throws GeneralSecurityException, IOException {
    PemFile pem = PemFile.withCertificates(certificate);
    KeyStore store = empty();
    store.setKeyEntry(
        "client",
        certificate.equals(key) ? pem.requiredKey() : PemFile.key(key),
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
