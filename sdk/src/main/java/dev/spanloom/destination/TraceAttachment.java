package dev.spanloom.destination;

import java.util.Objects;

/**
 * Bytes that were taken out of a span, on their way to where the trace goes.
 *
 * @param traceId the trace that they belong to, {@code tr-…}
 * @param attachmentId by which references in spans name them; unique within the trace
 * @param contentType a MIME type
 * @param content the bytes; not copied, must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of each attachment would be all that this costs
public record TraceAttachment(
    String traceId, String attachmentId, String contentType, byte[] content) {
  public TraceAttachment {
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(attachmentId, "attachmentId");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(content, "content");
  }

  /** Not the bytes. */
  @Override
  public String toString() {
    return "TraceAttachment[traceId="
        + traceId
        + ", attachmentId="
        + attachmentId
        + ", contentType="
        + contentType
        + ", sizeBytes="
        + content.length
        + "]";
  }
}
