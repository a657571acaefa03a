package dev.spanloom.entities;

import java.util.Base64;
import java.util.HexFormat;

/** Ids as JSON has them and as we have them. */
final class SpanIds {
  private SpanIds() {}

  static String hexOfBase64(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }
}
