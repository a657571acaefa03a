package dev.spanloom.conventions;

import dev.spanloom.entities.internal.derive.TraceWords;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes encoded spans without touching the bytes that stay. */
final class SpanBytes {
  static final int ATTRIBUTE = 9;
  static final int EVENT = 11;
  static final int EVENT_NAME = 2;
  static final int KEY = 1;
  static final int VALUE = 2;

  private static final String OWN = "mlflow.";

  private SpanBytes() {}

  static boolean hasAttribute(byte[] span, String key) {
    ProtoReader in = new ProtoReader(span);
    while (in.next()) {
      if (in.field() != ATTRIBUTE) {
        in.skip();
        continue;
      }
      ProtoReader entry = in.message();
      while (entry.next()) {
        if (entry.field() == KEY) {
          if (entry.string().equals(key)) {
            return true;
          }
        } else {
          entry.skip();
        }
      }
    }
    return false;
  }

  /**
   * The span with MLflow's attributes decoded once where they are the JSON text of an object, a
   * list or a string; the same array where none is.
   */
  static byte[] decodeJsonTexts(byte[] span) {
    ProtoWriter out = new ProtoWriter(span.length);
    boolean changed = false;
    ProtoReader in = new ProtoReader(span);
    int from = 0;
    while (in.next()) {
      boolean attribute = in.field() == ATTRIBUTE;
      ProtoReader entry = attribute ? in.message() : in;
      if (!attribute) {
        in.skip();
      }
      if (!attribute || !writeDecoded(out, entry)) {
        out.writeRaw(span, from, in.position() - from);
      } else {
        changed = true;
      }
      from = in.position();
    }
    return changed ? out.toByteArray() : span;
  }

  private static boolean writeDecoded(ProtoWriter out, ProtoReader entry) {
    String key = "";
    Object value = null;
    while (entry.next()) {
      if (entry.field() == KEY) {
        key = entry.string();
        // tags are plain text whatever they look like
        if (!key.startsWith(OWN) || key.startsWith(TraceWords.TAG_PREFIX)) {
          return false;
        }
      } else if (entry.field() == VALUE) {
        value = stringOf(entry.message());
      } else {
        entry.skip();
      }
    }
    Object decoded = Values.unwrap(value);
    if (key.isEmpty() || Objects.equals(decoded, value)) {
      return false;
    }
    SpanMessage.attribute(out, key, AnyValues.encode(decoded));
    return true;
  }

  private static @Nullable Object stringOf(ProtoReader value) {
    Object text = null;
    while (value.next()) {
      if (value.field() == AnyValues.STRING) {
        text = value.string();
      } else {
        text = null;
        value.skip();
      }
    }
    return text;
  }
}
