package dev.spanloom.conventions;

import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Tells from the keys in an encoded span whether there is anything to translate. Most spans end
 * here, so nothing is decoded. Immutable and thread-safe.
 */
final class Triage {
  static final int NOTHING = 0;

  /** A key or an event that a convention reads. */
  static final int FOREIGN = 1;

  /** An attribute of MLflow whose value may be JSON text. */
  static final int JSON_TEXTS = 2;

  private static final String OWN = "mlflow.";

  private final Keys attributes;
  private final Keys events;

  Triage(Collection<Trigger> triggers) {
    attributes = new Keys(triggers.stream().filter(trigger -> !trigger.event()).toList());
    events = new Keys(triggers.stream().filter(Trigger::event).toList());
  }

  /** What is found, as flags. */
  int look(byte[] span) {
    int found = NOTHING;
    ProtoReader in = new ProtoReader(span);
    while (in.next()) {
      switch (in.field()) {
        case SpanBytes.ATTRIBUTE -> found |= lookAtAttribute(in.message());
        case SpanBytes.EVENT -> found |= lookAtEvent(in.message());
        default -> in.skip();
      }
    }
    return found;
  }

  private int lookAtAttribute(ProtoReader in) {
    int found = NOTHING;
    boolean own = false;
    while (in.next()) {
      if (in.field() == SpanBytes.KEY) {
        ProtoReader key = in.message();
        own = startsWith(key, OWN);
        found |= attributes.has(key) ? FOREIGN : NOTHING;
      } else if (in.field() == SpanBytes.VALUE && own) {
        found |= mayBeJson(in.message()) ? JSON_TEXTS : NOTHING;
      } else {
        in.skip();
      }
    }
    return found;
  }

  private int lookAtEvent(ProtoReader in) {
    int found = NOTHING;
    while (in.next()) {
      if (in.field() == SpanBytes.EVENT_NAME) {
        found |= events.has(in.message()) ? FOREIGN : NOTHING;
      } else {
        in.skip();
      }
    }
    return found;
  }

  private static boolean mayBeJson(ProtoReader value) {
    if (!value.next() || value.field() != AnyValues.STRING) {
      return false;
    }
    ProtoReader text = value.message();
    return text.remaining() > 1 && Values.opensJson((char) text.array()[text.position()]);
  }

  private static boolean startsWith(ProtoReader text, String ascii) {
    if (text.remaining() < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (text.array()[text.position() + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Texts and prefixes, found by their first byte. */
  private static final class Keys {
    private final byte[][][] exact = new byte[256][0][];
    private final byte[][][] prefixes = new byte[256][0][];

    Keys(List<Trigger> triggers) {
      List<String> open =
          triggers.stream().filter(Trigger::prefix).map(Trigger::text).distinct().toList();
      open.forEach(text -> add(prefixes, text));
      triggers.stream()
          .filter(
              trigger -> !trigger.prefix() && open.stream().noneMatch(trigger.text()::startsWith))
          .map(Trigger::text)
          .distinct()
          .forEach(text -> add(exact, text));
    }

    private static void add(byte[][][] table, String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      List<byte[]> bucket = new ArrayList<>(Arrays.asList(table[utf8[0] & 0xFF]));
      bucket.add(utf8);
      table[utf8[0] & 0xFF] = bucket.toArray(byte[][]::new);
    }

    boolean has(ProtoReader text) {
      int length = text.remaining();
      if (length == 0) {
        return false;
      }
      byte[] array = text.array();
      int from = text.position();
      for (byte[] prefix : prefixes[array[from] & 0xFF]) {
        if (length >= prefix.length && matches(array, from, prefix)) {
          return true;
        }
      }
      for (byte[] key : exact[array[from] & 0xFF]) {
        if (length == key.length && matches(array, from, key)) {
          return true;
        }
      }
      return false;
    }

    private static boolean matches(byte[] array, int from, byte[] wanted) {
      return Arrays.equals(array, from, from + wanted.length, wanted, 0, wanted.length);
    }
  }
}
