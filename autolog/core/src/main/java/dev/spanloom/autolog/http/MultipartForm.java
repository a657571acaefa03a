package dev.spanloom.autolog.http;

import dev.spanloom.entities.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a multipart form: texts, and files as attachments. */
final class MultipartForm {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";,]+)\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("filename=\"([^\"]*)\"");
  private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

  private MultipartForm() {}

  /** The fields by name, those that occur more than once as a list; null for what is no form. */
  static @Nullable Map<String, @Nullable Object> parse(byte[] body, String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return null;
    }
    byte[] delimiter = ("--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    int start = indexOf(body, delimiter, 0);
    while (start >= 0) {
      int from = start + delimiter.length;
      int next = indexOf(body, delimiter, from);
      if (next < 0) {
        break;
      }
      part(body, from, next - 2, fields); // a line end stands before the delimiter
      start = next;
    }
    return fields;
  }

  private static void part(byte[] body, int from, int to, Map<String, @Nullable Object> fields) {
    int headEnd = indexOf(body, BLANK_LINE, from);
    if (headEnd < 0 || headEnd + BLANK_LINE.length > to) {
      return;
    }
    String head = new String(body, from, headEnd - from, StandardCharsets.UTF_8);
    Matcher name = NAME.matcher(head);
    if (!name.find()) {
      return;
    }
    byte[] content = Arrays.copyOfRange(body, headEnd + BLANK_LINE.length, to);
    add(fields, name.group(1), value(head, content));
  }

  private static Object value(String head, byte[] content) {
    Matcher file = FILE.matcher(head);
    boolean hasName = file.find();
    String type = type(head);
    if (!hasName && type.startsWith("text/")) {
      return new String(content, StandardCharsets.UTF_8);
    }
    Attachment attachment = new Attachment(type, content);
    return hasName ? Map.of("filename", file.group(1), "content", attachment) : attachment;
  }

  private static void add(Map<String, @Nullable Object> fields, String name, Object value) {
    Object before = fields.get(name);
    if (before instanceof List<?> list) {
      List<Object> longer = new ArrayList<>(list);
      longer.add(value);
      fields.put(name, longer);
    } else {
      fields.put(name, before == null ? value : List.of(before, value));
    }
  }

  /** Text is what needs no type. */
  private static String type(String head) {
    for (String line : head.lines().toList()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-type:")) {
        return line.substring("content-type:".length()).strip();
      }
    }
    return "text/plain";
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      if (bytes[i] == wanted[0]
          && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
