package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a file lies among the artifacts: names with {@code /} between, such as {@code
 * 2/traces/tr-0af7/artifacts/traces.json}. It never leads out of its folder, on no operating
 * system, and not after it was decoded once more either. Immutable.
 *
 * @param text at most {@value #MAX_BYTES} bytes of UTF-8
 */
public record ArtifactPath(String text) {
  public static final int MAX_BYTES = 1_000;

  private static final int MAX_DECODINGS = 8;
  private static final int MAX_SHOWN = 100;
  private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
  private static final Pattern DOTS = Pattern.compile("[. ]+");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
  private static final Pattern OF_TRACE =
      Pattern.compile("(?<experiment>[^/]+)/traces/(?<trace>[^/]+)/artifacts(?:/(?<rest>.+))?");

  /**
   * Checks it.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a path that is none
   */
  public ArtifactPath {
    String reason = reasonAgainst(text);
    if (!reason.isEmpty()) {
      String shown = CONTROL.matcher(text).replaceAll("\ufffd");
      throw MlflowException.invalidParameter(
          "path: \""
              + (shown.length() > MAX_SHOWN ? shown.substring(0, MAX_SHOWN) + "..." : shown)
              + "\" "
              + reason
              + " (expected: names with / between, such as"
              + " 0/traces/tr-…/artifacts/traces.json)");
    }
  }

  /** The folder of a trace, with the rest of the path; the rest is empty for the folder itself. */
  public record OfTrace(String experimentId, String traceId, String rest) {}

  /** The path of a file of a trace. */
  public static ArtifactPath ofTrace(String experimentId, String traceId, String name) {
    return new ArtifactPath(experimentId + "/traces/" + traceId + "/artifacts/" + name);
  }

  /** The trace that it belongs to, if it has the form of such a path. */
  public Optional<OfTrace> trace() {
    var matcher = OF_TRACE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String rest = matcher.group("rest");
    return Optional.of(
        new OfTrace(matcher.group("experiment"), matcher.group("trace"), rest == null ? "" : rest));
  }

  /** The last of its names. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private static String reasonAgainst(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "has more than " + MAX_BYTES + " bytes";
    }
    String form = text;
    for (int i = 0; i < MAX_DECODINGS; i++) {
      String reason = reasonAgainstForm(form);
      String next = reason.isEmpty() ? decoded(form) : form;
      if (next.equals(form)) {
        return reason;
      }
      form = next;
    }
    return "is encoded too often";
  }

  /** Decoded once more, where it can be: what is no escape stays. */
  private static String decoded(String form) {
    return ESCAPES
        .matcher(form)
        .replaceAll(
            escapes ->
                Matcher.quoteReplacement(
                    new String(
                        HexFormat.of().parseHex(escapes.group().replace("%", "")),
                        StandardCharsets.UTF_8)));
  }

  private static String reasonAgainstForm(String form) {
    if (form.isEmpty()) {
      return "is empty";
    }
    if (form.startsWith("/")) {
      return "is absolute";
    }
    if (form.indexOf('\\') >= 0) {
      return "has a backslash";
    }
    if (CONTROL.matcher(form).find()) {
      return "has a control character";
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(form)) {
      return "is no valid Unicode";
    }
    if (SCHEME.matcher(form).lookingAt()) {
      return "begins as a URI or a drive";
    }
    for (String name : form.split("/", -1)) {
      if (name.isEmpty()) {
        return "has an empty name";
      }
      if (DOTS.matcher(name).matches()) {
        return "has a name of dots";
      }
      if (DRIVE.matcher(name).matches()) {
        return "has the name of a drive";
      }
    }
    return "";
  }

  @Override
  public String toString() {
    return text;
  }
}
