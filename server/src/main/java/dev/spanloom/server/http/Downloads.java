package dev.spanloom.server.http;

import com.linecorp.armeria.common.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** How files are sent: never as something that a browser runs. */
public final class Downloads {
  private static final Map<String, MediaType> TYPES =
      Map.ofEntries(
          Map.entry("json", MediaType.PLAIN_TEXT),
          Map.entry("jsonl", MediaType.PLAIN_TEXT),
          Map.entry("txt", MediaType.PLAIN_TEXT),
          Map.entry("log", MediaType.PLAIN_TEXT),
          Map.entry("md", MediaType.PLAIN_TEXT),
          Map.entry("csv", MediaType.PLAIN_TEXT),
          Map.entry("yaml", MediaType.PLAIN_TEXT),
          Map.entry("yml", MediaType.PLAIN_TEXT),
          Map.entry("png", MediaType.PNG),
          Map.entry("jpg", MediaType.JPEG),
          Map.entry("jpeg", MediaType.JPEG),
          Map.entry("gif", MediaType.GIF),
          Map.entry("webp", MediaType.WEBP),
          Map.entry("pdf", MediaType.PDF));

  private Downloads() {}

  /** The type of a file of that name, of those that do no harm. */
  public static MediaType type(String fileName) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, MediaType.OCTET_STREAM);
  }

  /** The header by which a browser saves it rather than shows it. */
  static String attachment(String fileName) {
    if (fileName.matches("[A-Za-z0-9._-]+")) {
      return "attachment; filename=" + fileName;
    }
    String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename*=UTF-8''" + encoded.replace("*", "%2A");
  }
}
