package dev.spanloom.testjvms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that signs itself, made by the JDK's keytool, and its key, RSA with 2048 bits.
 *
 * @param store both, under the name that was given; behind {@link #password}
 * @param certificate a PEM file
 * @param key a PEM file
 */
public record TestCertificate(KeyStore store, Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  public static char[] password() {
    return PASSWORD.toCharArray();
  }

  /**
   * Makes one.
   *
   * @param folder where its files go
   * @param name of the files
   * @param names for which it stands, such as {@code DNS:localhost,IP:127.0.0.1}
   */
  public static TestCertificate make(Path folder, String name, String names) {
    try {
      Path file = folder.resolve(name + ".p12");
      runKeytool(file, name, names);
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, password());
      }
      Key key = store.getKey(name, password());
      return new TestCertificate(
          store,
          write(
              folder.resolve(name + ".pem"),
              pem("CERTIFICATE", store.getCertificate(name).getEncoded())),
          write(folder.resolve(name + ".key.pem"), pem("PRIVATE KEY", key.getEncoded())));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no certificate " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("no certificate " + name, e);
    }
  }

  private static void runKeytool(Path file, String name, String names)
      throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed for " + file);
    }
  }

  /** The text of a PEM file. */
  public static String pem(String kind, byte[] der) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }

  private static Path write(Path file, String text) throws IOException {
    return Files.writeString(file, text);
  }
}
