package dev.spanloom.conventions;

import dev.spanloom.entities.SpanEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lookups that put a value together of several. A table names them. */
final class Assemblers {
  private static final int MOST_LEVELS = 3;

  private Assemblers() {}

  /** Flattened messages with numbers, as {@code messages} or as {@code choices}. */
  record FlatMessages(String prefix, boolean response, boolean contentOfSingle) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      String role = response ? "assistant" : "user";
      List<ChatMessages.Entry> entries =
          FlatNode.items(span, prefix).stream()
              .map(item -> ChatMessages.ofFlat(item, role))
              .filter(entry -> entry.message().size() > 1)
              .toList();
      if (contentOfSingle && entries.size() == 1) {
        Map<String, Object> message = entries.get(0).message();
        Object content = message.get("content");
        if (content != null && !message.containsKey("tool_calls")) {
          return content;
        }
      }
      return response ? ChatMessages.response(entries) : ChatMessages.request(entries);
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.attributes(prefix));
    }
  }

  /**
   * Messages in events, as {@code messages} or as {@code choices}.
   *
   * @param roles the role of a message of each event that does not say its own
   */
  record EventMessages(Map<String, String> roles, boolean response) implements Lookup {
    EventMessages {
      roles = Map.copyOf(roles);
    }

    @Override
    public @Nullable Object find(SpanView span) {
      List<ChatMessages.Entry> entries = new ArrayList<>();
      for (SpanEvent event : span.events()) {
        String role = roles.get(event.name());
        if (role != null) {
          ChatMessages.Entry entry = ChatMessages.ofEvent(event, role);
          if (entry.message().size() > 1) {
            entries.add(entry);
          }
        }
      }
      return response ? ChatMessages.response(entries) : ChatMessages.request(entries);
    }

    @Override
    public List<Trigger> triggers() {
      return roles.keySet().stream().sorted(Comparator.naturalOrder()).map(Trigger::event).toList();
    }
  }

  /** A list that one value is, each item made into another shape. */
  record Reshaped(Lookup list, Function<@Nullable Object, @Nullable Object> shape)
      implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      return shape.apply(list.find(span));
    }

    @Override
    public List<Trigger> triggers() {
      return list.triggers();
    }
  }

  /** The list of flattened items with numbers; what they hold under a name, where they do. */
  record FlatList(String prefix, String inside) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      List<@Nullable Object> list = new ArrayList<>();
      FlatNode.items(span, prefix).forEach(item -> list.add(item.inside(inside).plain()));
      return list;
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.attributes(prefix));
    }
  }

  /** The list of events of a name, each as the object of its attributes without a prefix. */
  record EventList(String event, String prefix) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      List<Object> list = new ArrayList<>();
      for (SpanEvent candidate : span.events()) {
        if (candidate.name().equals(event)) {
          Map<String, @Nullable Object> item = new LinkedHashMap<>();
          candidate
              .attributes()
              .forEach(
                  (key, value) ->
                      item.put(
                          key.startsWith(prefix) ? key.substring(prefix.length()) : key, value));
          list.add(item);
        }
      }
      return list;
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.event(event));
    }
  }

  /** The object of all attributes with a prefix, without it; JSON texts are decoded. */
  record PrefixObject(String prefix) implements Lookup {
    @Override
    public @Nullable Object find(SpanView span) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (String key : span.keys()) {
        if (key.startsWith(prefix)) {
          String name = key.substring(prefix.length());
          object.put(name, decode(name, span.value(key)));
        }
      }
      return object;
    }

    private static @Nullable Object decode(String name, @Nullable Object value) {
      Object decoded = value; // one level is off already
      for (int level = 1; level < MOST_LEVELS && decoded instanceof String; level++) {
        decoded = Values.unwrap(decoded);
      }
      if (!name.equals("tools") || !(decoded instanceof List<?> tools)) {
        return decoded;
      }
      List<@Nullable Object> items = new ArrayList<>();
      tools.forEach(tool -> items.add(Values.unwrap(tool)));
      return items;
    }

    @Override
    public List<Trigger> triggers() {
      return List.of(Trigger.attributes(prefix));
    }
  }
}
