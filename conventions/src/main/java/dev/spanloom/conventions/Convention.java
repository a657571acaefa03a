package dev.spanloom.conventions;

import dev.spanloom.entities.internal.derive.TraceWords;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one convention has for each target, in the order in which it is tried.
 *
 * @param name its name for people
 * @param comment what the table was checked against, and when
 */
record Convention(String name, String comment, Map<Target, List<Source>> sources) {
  Convention {
    Map<Target, List<Source>> copy = new EnumMap<>(Target.class);
    sources.forEach((target, list) -> copy.put(target, List.copyOf(list)));
    sources = copy;
  }

  List<Source> of(Target target) {
    return sources.getOrDefault(target, List.of());
  }

  static List<Trigger> triggers(Collection<Convention> conventions) {
    return Stream.concat(
            TraceWords.PREFIXES.stream().map(Trigger::attributes),
            conventions.stream()
                .flatMap(convention -> convention.sources.values().stream())
                .flatMap(List::stream)
                .flatMap(source -> source.triggers().stream()))
        .distinct()
        .toList();
  }
}
