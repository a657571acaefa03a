package dev.spanloom.entities;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binary content that belongs to a span's inputs or outputs. Immutable and thread-safe. Counterpart
 * of {@code mlflow.tracing.Attachment}.
 */
public final class Attachment {
  private static final String SCHEME = "mlflow-attachment://";
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private final String id;
  private final String contentType;
  private final byte[] content;

  /**
   * @param contentType a MIME type such as {@code image/png}
   * @param content the bytes; copied
   */
  public Attachment(String contentType, byte[] content) {
    this(UUID.randomUUID().toString(), contentType, content);
  }

  private Attachment(String id, String contentType, byte[] content) {
    this.id = Objects.requireNonNull(id, "id");
    this.contentType = Objects.requireNonNull(contentType, "contentType");
    this.content = content.clone();
  }

  /**
   * One that was stored before, under its id.
   *
   * @param content the bytes; copied
   */
  public static Attachment stored(String id, String contentType, byte[] content) {
    return new Attachment(id, contentType, content);
  }

  /** The content of a file, its type guessed from its name. */
  public static Attachment fromFile(Path path) throws IOException {
    String guessed = Files.probeContentType(path);
    return new Attachment(guessed == null ? UNKNOWN_TYPE : guessed, Files.readAllBytes(path));
  }

  public String id() {
    return id;
  }

  public String contentType() {
    return contentType;
  }

  /** A copy of the bytes. */
  public byte[] content() {
    return content.clone();
  }

  public int sizeBytes() {
    return content.length;
  }

  /** The text that stands for the attachment in inputs and outputs. */
  public String ref(String traceId) {
    return new Reference(id, contentType, traceId, (long) content.length).toUri();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attachment that
        && id.equals(that.id)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Attachment[id="
        + id
        + ", contentType="
        + contentType
        + ", sizeBytes="
        + content.length
        + "]";
  }

  /**
   * The text {@code mlflow-attachment://…}, taken apart.
   *
   * @param id the attachment's id
   * @param contentType its MIME type
   * @param traceId the trace that holds it
   * @param sizeBytes null when the text does not say
   */
  public record Reference(String id, String contentType, String traceId, @Nullable Long sizeBytes) {
    public String toUri() {
      return SCHEME
          + id
          + "?content_type="
          + encode(contentType)
          + "&trace_id="
          + encode(traceId)
          + (sizeBytes == null ? "" : "&size=" + sizeBytes);
    }

    /** Empty for a text that is no reference or lacks id, content type or trace id. */
    public static Optional<Reference> parse(String text) {
      int query = text.indexOf('?');
      if (!text.startsWith(SCHEME) || query < 0) {
        return Optional.empty();
      }
      Map<String, String> parameters = new HashMap<>();
      for (String pair : text.substring(query + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
        }
      }
      String id = text.substring(SCHEME.length(), query);
      String type = mimeType(parameters.getOrDefault("content_type", ""));
      String trace = parameters.getOrDefault("trace_id", "");
      if (id.isEmpty() || type.isEmpty() || trace.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new Reference(id, type, trace, size(parameters.get("size"))));
    }

    /** Where a writer did not encode it, the plus of {@code image/svg+xml} was read as a space. */
    private static String mimeType(String text) {
      int options = text.indexOf(';');
      return options < 0
          ? text.replace(' ', '+')
          : text.substring(0, options).replace(' ', '+') + text.substring(options);
    }

    private static @Nullable Long size(@Nullable String text) {
      try {
        return text == null ? null : Long.valueOf(text);
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
      try {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return text;
      }
    }
  }
}
