package dev.spanloom.internal.snapshot;

import java.nio.charset.StandardCharsets;

/** What bytes are by their first few, where nothing else says it. */
final class MediaTypes {
  static final String UNKNOWN = "application/octet-stream";

  private MediaTypes() {}

  /** The MIME type, or another where the bytes do not tell. */
  static String of(byte[] bytes, String otherwise) {
    int first = bytes.length > 3 ? ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF) : 0;
    if (starts(bytes, 1, "PNG\r\n") && first >>> 8 == 0x89) {
      return "image/png";
    } else if (first == 0xFFD8) {
      return "image/jpeg";
    } else if (starts(bytes, 0, "GIF8")) {
      return "image/gif";
    } else if (starts(bytes, 0, "RIFF")) {
      return starts(bytes, 8, "WEBP")
          ? "image/webp"
          : starts(bytes, 8, "WAVE") ? "audio/wav" : otherwise;
    } else if (starts(bytes, 0, "%PDF-")) {
      return "application/pdf";
    } else if (starts(bytes, 0, "OggS")) {
      return "audio/ogg";
    } else if (starts(bytes, 0, "fLaC")) {
      return "audio/flac";
    } else if (starts(bytes, 0, "ID3") || first == 0xFFFB || first == 0xFFF3) {
      return "audio/mpeg";
    } else if (first == 0xFFF1 || first == 0xFFF9) {
      return "audio/aac";
    } else if (starts(bytes, 4, "ftyp")) {
      return "video/mp4";
    }
    return otherwise;
  }

  private static boolean starts(byte[] bytes, int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
