package dev.spanloom.entities;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the references to attachments in the values of spans. */
final class AttachmentReferences {
  private final Map<String, Attachment.Reference> found = new LinkedHashMap<>();

  private AttachmentReferences() {}

  /** One for each attachment, in the order of the spans. */
  static List<Attachment.Reference> in(List<Span> spans) {
    AttachmentReferences all = new AttachmentReferences();
    for (Span span : spans) {
      span.attributeValues().values().forEach(value -> all.look(value.get()));
    }
    return List.copyOf(all.found.values());
  }

  private void look(@Nullable Object value) {
    if (value instanceof String text) {
      Attachment.Reference.parse(text).ifPresent(one -> found.putIfAbsent(one.id(), one));
    } else if (value instanceof List<?> list) {
      list.forEach(this::look);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::look);
    }
  }
}
