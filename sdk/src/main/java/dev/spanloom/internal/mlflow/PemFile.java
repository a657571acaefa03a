package dev.spanloom.internal.mlflow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and the key of a PEM file.
 *
 * @param name for messages: the setting and the file
 * @param certificates at least one, the first being that of the key
 * @param key null when there is none
 */
record PemFile(String name, List<X509Certificate> certificates, @Nullable PrivateKey key) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final String[] ALGORITHMS = {"RSA", "EC", "Ed25519"};

  /** Version 0 and the algorithm rsaEncryption, which PKCS#8 puts before an RSA key. */
  private static final byte[] RSA_HEAD =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  /**
   * Reads a file.
   *
   * @param setting the name of the setting, for messages
   * @throws IllegalArgumentException when it has no certificate, or a key that we cannot read
   */
  static PemFile read(String setting, Path file) {
    String name = setting + ": \"" + file + "\"";
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " cannot be read (expected: a PEM file)", e);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    PrivateKey key = null;
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      switch (block.group(1)) {
        case "CERTIFICATE" -> certificates.add(certificate(name, der));
        case "PRIVATE KEY" -> key = key(name, der);
        case "RSA PRIVATE KEY" -> key = key(name, wrapped(der));
        case "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> throw unreadable(name, block.group(1));
        default -> {
          // parameters and the like
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          name + " holds no certificate (expected: a PEM file with BEGIN CERTIFICATE)");
    }
    return new PemFile(name, List.copyOf(certificates), key);
  }

  PrivateKey requiredKey() {
    if (key == null) {
      throw new IllegalArgumentException(
          name + " holds no private key (expected: the certificate and its key in one PEM file)");
    }
    return key;
  }

  private static IllegalArgumentException unreadable(String name, String kind) {
    return new IllegalArgumentException(
        name
            + " holds an "
            + kind
            + " (expected: an unencrypted PRIVATE KEY, as openssl pkcs8 -topk8 -nocrypt makes it)");
  }

  private static X509Certificate certificate(String name, byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(name + " holds a damaged certificate", e);
    }
  }

  private static PrivateKey key(String name, byte[] pkcs8) {
    try {
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
          // one of the others
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(name + ": the key cannot be read", e);
    }
    throw new IllegalArgumentException(
        name + ": the key cannot be read (expected: one of RSA, EC or Ed25519)");
  }

  /** The same RSA key in PKCS#8, the one form that the JDK reads. */
  private static byte[] wrapped(byte[] rsa) {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA_HEAD);
    element(inner, 0x04, rsa);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    element(out, 0x30, inner.toByteArray());
    return out.toByteArray();
  }

  private static void element(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int bytes = (32 - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
      out.write(0x80 | bytes);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.write(content.length >>> shift);
      }
    }
    out.writeBytes(content);
  }
}
