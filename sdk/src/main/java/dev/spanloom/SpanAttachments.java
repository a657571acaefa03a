package dev.spanloom;

import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.internal.snapshot.AttachmentSink;
import dev.spanloom.internal.snapshot.Snapshots;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an open span holds of attachments: the bytes to which references stand in its attributes.
 * What no attribute refers to any more is let go, and never exported: so a processor drops an
 * attachment by redacting the value. Not thread-safe: guarded by its span.
 */
final class SpanAttachments {
  private final TraceAttachments trace;
  private final List<TraceAttachments.Held> held = new ArrayList<>(2);

  SpanAttachments(TraceAttachments trace) {
    this.trace = trace;
  }

  /** Takes a snapshot of a value; what in it is no text becomes references. */
  static Value snapshot(@Nullable Object value, TraceRecord trace) {
    Value snapshot = new Value(trace);
    snapshot.encoded = Snapshots.of(value, trace.limits().values(), snapshot);
    return snapshot;
  }

  /**
   * A value as it is now, with the bytes that were taken out of it: whoever has it must hold those
   * in a span, or release them.
   */
  static final class Value implements AttachmentSink {
    private final TraceRecord trace;
    private AttributeValue encoded = AttributeValue.NULL;
    private List<TraceAttachments.Held> found = List.of();

    private Value(TraceRecord trace) {
      this.trace = trace;
    }

    AttributeValue encoded() {
      return encoded;
    }

    List<TraceAttachments.Held> attachments() {
      return found;
    }

    private AttachmentRoom room() {
      return trace.tracing().attachmentRoom();
    }

    @Override
    public boolean extracts() {
      return room().isExtracting();
    }

    @Override
    public @Nullable String refuse(String contentType, long sizeBytes) {
      long limit = room().maxBytes();
      if (sizeBytes <= limit) {
        return null;
      }
      room().countTooLarge();
      return "[Attachment too large: "
          + contentType
          + " of "
          + sizeBytes
          + " bytes, the limit is "
          + limit
          + "]";
    }

    @Override
    public String take(@Nullable String id, String contentType, byte[] content) {
      TraceAttachments.Placed placed = trace.attachments().place(id, contentType, content);
      if (placed == null) {
        return "[Attachment dropped: " + contentType + " of " + content.length + " bytes, no room]";
      }
      if (placed.held() != null) {
        found = found.isEmpty() ? new ArrayList<>(2) : found;
        found.add(placed.held());
      }
      return new Attachment.Reference(
              placed.id(), contentType, trace.traceId(), (long) content.length)
          .toUri();
    }
  }

  void add(List<TraceAttachments.Held> more) {
    for (TraceAttachments.Held one : more) {
      if (held.contains(one)) {
        trace.release(one);
      } else {
        held.add(one);
      }
    }
  }

  /** Lets go of what no attribute refers to. */
  void keepReferred(AttributeTable attributes) {
    removeIf(one -> !isReferred(one, attributes));
  }

  private void removeIf(Predicate<TraceAttachments.Held> condition) {
    held.removeIf(
        one -> {
          boolean goes = condition.test(one);
          if (goes) {
            trace.release(one);
          }
          return goes;
        });
  }

  void releaseAll() {
    removeIf(one -> true);
  }

  List<Attachment> list() {
    return held.stream()
        .map(TraceAttachments.Held::attachment)
        .map(it -> Attachment.stored(it.attachmentId(), it.contentType(), it.content()))
        .toList();
  }

  /** Lets go of all, and hands out those that are to be exported with the span. */
  List<TraceAttachment> take(AttributeTable attributes) {
    List<TraceAttachment> taken = new ArrayList<>(held.size());
    for (TraceAttachments.Held one : held) {
      if (isReferred(one, attributes) && trace.export(one)) {
        taken.add(one.attachment());
      }
      trace.release(one);
    }
    held.clear();
    return taken;
  }

  private static boolean isReferred(TraceAttachments.Held one, AttributeTable attributes) {
    byte[] id = one.attachment().attachmentId().getBytes(StandardCharsets.UTF_8);
    boolean[] found = new boolean[1];
    attributes.forEach((key, value) -> found[0] |= contains(value.anyValue(), id));
    return found[0];
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    for (int at = 0; at <= bytes.length - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && bytes[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }

  /** The value with a note in place of the references to an attachment; itself without any. */
  static AttributeValue without(String attachmentId, AttributeValue value) {
    return contains(value.anyValue(), attachmentId.getBytes(StandardCharsets.UTF_8))
        ? AttributeValue.of(replaced(attachmentId, value.get()))
        : value;
  }

  private static @Nullable Object replaced(String id, @Nullable Object value) {
    if (value instanceof String text) {
      Optional<Attachment.Reference> reference = Attachment.Reference.parse(text);
      return reference.isPresent() && reference.get().id().equals(id)
          ? "[Attachment removed: " + reference.get().contentType() + "]"
          : text;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(replaced(id, item)));
      return copy;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), replaced(id, item)));
      return copy;
    }
    return value;
  }
}
