package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.CallContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows the turns of automatic function calling. Of an asynchronous call the library reads the
 * answer on a thread of the common pool, calls the functions there, and asks once more, all without
 * the context of the program. A request of such a thread that brings the results of exactly the
 * functions whose calls it has just read belongs where the first one was made.
 */
final class FollowUps {
  private static final ThreadLocal<@Nullable Answered> LAST = new ThreadLocal<>();

  private FollowUps() {}

  /**
   * An answer that asks for calls of functions.
   *
   * @param context where the program asked
   * @param functions their names, in order
   */
  record Answered(CallContext context, List<String> functions) {
    /** Whether a request ends with the results of those functions. */
    boolean isFollowedBy(Map<String, @Nullable Object> request) {
      return request.get("contents") instanceof List<?> contents
          && !contents.isEmpty()
          && contents.get(contents.size() - 1) instanceof Map<?, ?> last
          && names(last, "functionResponse").equals(functions);
    }
  }

  /** The current thread has read the answer of an asynchronous call. */
  static void answered(CallContext context, Map<String, @Nullable Object> answer) {
    List<String> functions =
        items(answer.get("candidates"))
            .limit(1)
            .map(candidate -> candidate.get("content"))
            .flatMap(
                content ->
                    content instanceof Map<?, ?> map
                        ? names(map, "functionCall").stream()
                        : Stream.empty())
            .toList();
    if (functions.isEmpty() || context.isRoot() || !CallContext.current().isRoot()) {
      LAST.remove();
    } else {
      LAST.set(new Answered(context, functions));
    }
  }

  /** What the current thread has read last; null when that asked for nothing. */
  static @Nullable Answered take() {
    Answered last = LAST.get();
    LAST.remove();
    return last;
  }

  private static List<String> names(Map<?, ?> content, String kind) {
    return items(content.get("parts"))
        .map(part -> part.get(kind))
        .map(call -> call instanceof Map<?, ?> map ? map.get("name") : null)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .toList();
  }

  private static Stream<Map<?, ?>> items(@Nullable Object list) {
    Function<Object, Stream<Map<?, ?>>> maps =
        item -> item instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty();
    return list instanceof List<?> items
        ? items.stream().filter(Objects::nonNull).flatMap(maps)
        : Stream.empty();
  }
}
