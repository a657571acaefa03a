package dev.spanloom.server.pages;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a page may load and run: its own files. Styles that a script adds need the nonce of the
 * answer, which nobody can know before.
 */
final class PagePolicy {
  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PagePolicy() {}

  static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The Content-Security-Policy of a page with that nonce. */
  static String of(String nonce) {
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
        + nonce
        + "'; img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self'; connect-src 'self';"
        + " worker-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'";
  }
}
