package dev.spanloom.storage.transfer;

import dev.spanloom.entities.MlflowException;
import java.nio.charset.StandardCharsets;

/** What a file holds, by its first bytes. */
enum ContentKind {
  EMPTY,
  /** JSON values, each on a line. */
  JSON_LINES,
  /** One JSON value, or several, over any lines. */
  JSON,
  OTLP_PROTOBUF;

  /** So many bytes are needed to tell, if there are as many. */
  static final int PEEKED_BYTES = 64 * 1024;

  private static final String EXPECTED =
      " (expected: an export of Spanloom, MLflow traces as JSON, or OTLP as JSON or protobuf; each"
          + " perhaps compressed by gzip)";
  private static final int BINARY_SIGN_BYTES = 512;

  /**
   * The kind of content that begins with these bytes.
   *
   * @param name of the file, for the error
   * @throws MlflowException with INVALID_PARAMETER_VALUE for content that is none of them
   */
  static ContentKind of(byte[] head, String name) {
    int start = firstSign(head);
    if (start == head.length) {
      return EMPTY;
    }
    if (isJson(head, start)) {
      return isLines(head, start) ? JSON_LINES : JSON;
    }
    if (head[0] == 0x0A && head.length > 1) { // field 1 of the request, its ResourceSpans
      return OTLP_PROTOBUF;
    }
    throw MlflowException.invalidParameter("\"" + name + "\" is " + described(head) + EXPECTED);
  }

  private static int firstSign(byte[] head) {
    int start = startsWith(head, "\u00EF\u00BB\u00BF") ? 3 : 0;
    while (start < head.length && isSpace(head[start])) {
      start++;
    }
    return start;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  /** A protobuf message, too, may begin with a line feed and a brace, but it has control codes. */
  private static boolean isJson(byte[] head, int start) {
    if (head[start] != '{' && head[start] != '[') {
      return false;
    }
    for (int i = start; i < Math.min(head.length, BINARY_SIGN_BYTES); i++) {
      if (head[i] >= 0 && head[i] < ' ' && !isSpace(head[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Lines, when the first one is a whole value; and when it is not, but ends as no unfinished line
   * of a document does and the next one begins as a value: then it is damaged.
   */
  private static boolean isLines(byte[] head, int start) {
    int depth = 0;
    boolean inString = false;
    int i = start;
    for (; i < head.length && head[i] != '\n'; i++) {
      byte b = head[i];
      if (inString) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    if (i >= head.length || (depth <= 0 && !inString)) {
      return true;
    }
    int last = i - 1;
    while (last > start && isSpace(head[last])) {
      last--;
    }
    boolean unfinished = "[{,:".indexOf(head[last]) >= 0 && !inString;
    return head[start] == '{' && !unfinished && i + 1 < head.length && head[i + 1] == '{';
  }

  private static String described(byte[] head) {
    if (startsWith(head, "SQLite format 3\0")) {
      return "an SQLite database, which is not read as a file of traces: MLflow's own databases"
          + " have an import of their own";
    }
    if (startsWith(head, "PK\u0003\u0004")) {
      return "a ZIP archive";
    }
    if (startsWith(head, "PAR1")) {
      return "a Parquet file";
    }
    if (startsWith(head, "(\u00B5/\u00FD")) {
      return "compressed by Zstandard; decompress it first";
    }
    return "nothing that holds traces";
  }

  private static boolean startsWith(byte[] head, String latin1) {
    byte[] start = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= start.length
        && java.util.Arrays.equals(head, 0, start.length, start, 0, start.length);
  }
}
