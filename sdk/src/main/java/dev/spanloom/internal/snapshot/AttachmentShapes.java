package dev.spanloom.internal.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places where the values of model providers hold files as base64 or bytes, and of which type
 * they are there.
 */
final class AttachmentShapes {
  private static final String DATA = "data:";
  private static final String BASE64 = ";base64";
  private static final int LONGEST_HEAD = 300;
  private static final Pattern TYPE = Pattern.compile("[^/;,\\s]+/[^/;,\\s]+(;[^,\\s]*)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.+_-]{1,60}");

  private static final Set<String> KEYS =
      Set.of("data", "bytes", "b64_json", "b64Json", "result", "bytesBase64Encoded");
  private static final byte[][] KEYS_IN_UTF8 =
      KEYS.stream().map(key -> key.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);

  private AttachmentShapes() {}

  /** Where a value stands: among others in an object, which stands in another one. */
  interface Place {
    /**
     * The key of the value, of the object that holds it, and so on outwards; empty in a list and at
     * the top.
     */
    String key(int outwards);

    /** A text that stands in the object beside that key; null when there is none. */
    @Nullable String beside(int outwards, String name);
  }

  /** Whether a key is one under which such values stand. */
  static boolean mayHold(String key) {
    return KEYS.contains(key);
  }

  /** The same for a key as it stands in a text. */
  static boolean mayHold(byte[] utf8, int from, int length) {
    byte first = length == 0 ? 0 : utf8[from];
    boolean may = first == 'b' || first == 'd' || first == 'r';
    return may && isKey(utf8, from, length); // which spares most of them the loop
  }

  private static boolean isKey(byte[] utf8, int from, int length) {
    for (byte[] key : KEYS_IN_UTF8) {
      if (key.length == length && Arrays.equals(key, 0, length, utf8, from, from + length)) {
        return true;
      }
    }
    return false;
  }

  /** The MIME type of the base64 or bytes at a place; null when it is no such place. */
  static @Nullable String typeAt(Place place) {
    return switch (place.key(0)) {
      case "b64_json", "b64Json" -> "image/png";
      case "result" ->
          "image_generation_call".equals(place.beside(0, "type"))
              ? type("image", orElse(either(place, 0, "output_format", "outputFormat"), "png"))
              : null;
      case "bytes" -> ofBedrock(place);
      case "data" -> ofData(place);
      // of Google's models for images and videos
      case "bytesBase64Encoded" -> whole(place.beside(0, "mimeType"));
      default -> null;
    };
  }

  private static @Nullable String ofBedrock(Place place) {
    String format = place.key(1).equals("source") ? place.beside(1, "format") : null;
    return switch (place.key(2)) {
      case "image", "audio", "video" -> type(place.key(2), format);
      case "document" ->
          format == null ? null : format.equals("pdf") ? "application/pdf" : MediaTypes.UNKNOWN;
      default -> null;
    };
  }

  private static @Nullable String ofData(Place place) {
    switch (place.key(1)) {
      case "input_audio", "inputAudio" -> {
        return type("audio", place.beside(0, "format"));
      }
      case "inline_data", "inlineData" -> {
        return whole(either(place, 0, "mime_type", "mimeType"));
      }
      case "audio" -> {
        if (place.beside(0, "id") != null || place.beside(0, "transcript") != null) {
          return "audio/wav"; // the reply does not say what the request asked for
        }
      }
      default -> {}
    }
    return "base64".equals(place.beside(0, "type"))
        ? whole(either(place, 0, "media_type", "mediaType"))
        : null;
  }

  private static @Nullable String either(Place place, int outwards, String one, String other) {
    String text = place.beside(outwards, one);
    return text == null ? place.beside(outwards, other) : text;
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  private static @Nullable String type(String kind, @Nullable String format) {
    return format != null && WORD.matcher(format).matches() ? kind + "/" + format : null;
  }

  private static @Nullable String whole(@Nullable String type) {
    return type != null && type.length() < LONGEST_HEAD && TYPE.matcher(type).matches()
        ? type
        : null;
  }

  /**
   * A text that may be the file: its type, and where the base64 begins.
   *
   * @param from the index of the first character of base64
   */
  record Encoded(String contentType, int from) {
    /** About how many bytes it stands for; never too few. */
    static long sizeBytes(String text, int from) {
      long digits = (long) text.length() - from;
      while (digits > 0 && text.charAt(from + (int) digits - 1) == '=') {
        digits--;
      }
      return digits * 3 / 4;
    }
  }

  /** A {@code data:} URI that has a type and base64; null for any other text. */
  static @Nullable Encoded dataUri(String text) {
    if (!text.startsWith(DATA)) {
      return null;
    }
    String head = text.substring(0, Math.min(text.length(), LONGEST_HEAD));
    int comma = head.indexOf(',');
    if (comma < 0 || !head.startsWith(BASE64, comma - BASE64.length())) {
      return null;
    }
    String type = whole(head.substring(DATA.length(), comma - BASE64.length()));
    return type == null ? null : new Encoded(type, comma + 1);
  }

  /** The bytes; null when the text is no base64, or of none. */
  static byte @Nullable [] decoded(String text, int from) {
    try {
      String digits = text.substring(from);
      boolean forUrls = digits.indexOf('-') >= 0 || digits.indexOf('_') >= 0;
      byte[] bytes = (forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(digits);
      return bytes.length == 0 ? null : bytes;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
