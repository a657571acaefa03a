package dev.spanloom.query;

import dev.spanloom.query.PathSteps.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes down from a plain value by the steps of a {@link FieldPath}. Immutable. */
final class PathWalk {
  private static final int MAX_INDEX_DIGITS = 9;

  private final List<Step> steps;

  PathWalk(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** What is there; null when nothing is. Of a path with a wildcard a list. */
  @Nullable Object from(@Nullable Object value) {
    List<Object> found = new ArrayList<>();
    walk(value, 0, found);
    if (steps.stream().anyMatch(Step::isWildcard)) {
      return found;
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private void walk(@Nullable Object value, int at, List<Object> found) {
    if (value == null) {
      return;
    }
    if (at == steps.size()) {
      found.add(value);
    } else if (steps.get(at).isWildcard()) {
      Collection<?> all =
          value instanceof Map<?, ?> map
              ? map.values()
              : value instanceof Collection<?> list ? list : List.of();
      all.forEach(each -> walk(each, at + 1, found));
    } else if (value instanceof Map<?, ?> map) {
      walkMap(map, at, found);
    } else if (value instanceof List<?> list) {
      String index = steps.get(at).text();
      if (index.matches("[0-9]{1," + MAX_INDEX_DIGITS + "}")) {
        int i = Integer.parseInt(index);
        walk(i < list.size() ? list.get(i) : null, at + 1, found);
      }
    }
  }

  /** By the next step; when the map has no such key, by a key with dots that several steps make. */
  private void walkMap(Map<?, ?> map, int at, List<Object> found) {
    StringBuilder key = new StringBuilder(steps.get(at).text());
    int end = at + 1;
    while (!map.containsKey(key.toString()) && end < steps.size()) {
      key.append('.').append(steps.get(end++).text());
    }
    walk(map.get(key.toString()), end, found);
  }
}
