package dev.spanloom.conventions;

import dev.spanloom.entities.SpanEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lookups that take one value as it stands. */
final class Lookups {
  private static final String IN_EVENT = " > ";

  private Lookups() {}

  /**
   * Reads the notation of the tables: {@code key}, {@code key#member} of an object, {@code
   * key.<n>.rest} for any number, {@code event > key} of an event's attribute.
   */
  static Lookup parse(String notation) {
    int event = notation.indexOf(IN_EVENT);
    if (event > 0) {
      return new EventAttribute(
          notation.substring(0, event), notation.substring(event + IN_EVENT.length()));
    }
    int member = notation.indexOf('#');
    if (member > 0) {
      return new Member(notation.substring(0, member), notation.substring(member + 1));
    }
    return notation.contains(KeyPattern.NUMBER)
        ? new FirstMatch(KeyPattern.parse(notation))
        : new Attribute(notation);
  }

  private record Attribute(String key) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      return span.value(key);
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.attribute(key));
    }
  }

  private record Member(String key, String member) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      return span.value(key) instanceof Map<?, ?> map ? Values.unwrap(map.get(member)) : null;
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.attribute(key));
    }
  }

  private record FirstMatch(KeyPattern pattern) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      for (String key : span.keys()) {
        if (pattern.matches(key)) {
          return span.value(key);
        }
      }
      return null;
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.attributes(pattern.prefix()));
    }
  }

  private record EventAttribute(String event, String key) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      for (SpanEvent candidate : span.events()) {
        if (candidate.name().equals(event)) {
          Object value = Values.unwrap(candidate.attributes().get(key));
          if (!Values.isEmpty(value)) {
            return value;
          }
        }
      }
      return null;
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.event(event));
    }
  }
}
