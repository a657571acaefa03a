package dev.spanloom.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client sends: {@code spanloom_<id>_<secret>}. The secret has 256 random bits, so a single
 * SHA-256 with a salt cannot be turned around, and costs a request next to nothing.
 *
 * @param id 8 hexadecimal digits
 * @param secret 43 characters
 */
record TokenSecret(String id, String secret) {
  private static final Pattern FORM = Pattern.compile("spanloom_([0-9a-f]{8})_([A-Za-z0-9_-]{43})");
  private static final int ID_BYTES = 4;
  private static final int SALT_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static TokenSecret random() {
    return new TokenSecret(
        HexFormat.of().formatHex(bytes(ID_BYTES)),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES)));
  }

  /** Reads what a client sent; empty when it is no token of ours. */
  static Optional<TokenSecret> read(String text) {
    Matcher form = FORM.matcher(text.strip());
    return form.matches()
        ? Optional.of(new TokenSecret(form.group(1), form.group(2)))
        : Optional.empty();
  }

  /** What is kept of it. */
  Token keep(String name, Set<Role> roles, long nowUnixMillis, long expiresUnixMillis) {
    String salt = HexFormat.of().formatHex(bytes(SALT_BYTES));
    return new Token(id, name, roles, nowUnixMillis, 0, expiresUnixMillis, salt, hash(salt));
  }

  /** Whether this is the secret of a token; takes as long when it is not. */
  boolean isOf(Token token) {
    return MessageDigest.isEqual(
        hash(token.salt()).getBytes(StandardCharsets.US_ASCII),
        token.hash().getBytes(StandardCharsets.US_ASCII));
  }

  private String hash(String salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt.getBytes(StandardCharsets.US_ASCII));
      digest.update(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** As the client sends it. */
  String text() {
    return "spanloom_" + id + "_" + secret;
  }

  @Override
  public String toString() {
    return "spanloom_" + id + "_…"; // never the secret
  }
}
