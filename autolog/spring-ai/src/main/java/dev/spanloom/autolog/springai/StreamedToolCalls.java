package dev.spanloom.autolog.springai;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.model.tool.internal.ToolCallReactiveContextHolder;

/**
 * What surrounds a tool that a stream calls. Older versions start its observation without a parent,
 * and have left Reactor's context on the thread.
 */
final class StreamedToolCalls {
  /** That of {@code ObservationThreadLocalAccessor}, whose library need not be there. */
  private static final String OBSERVATION = "micrometer.observation";

  private StreamedToolCalls() {}

  static @Nullable ObservedSpan around() {
    try {
      Object observation =
          ToolCallReactiveContextHolder.getContext().getOrDefault(OBSERVATION, null);
      return observation instanceof Observation known
          ? known.getContextView().get(ObservedSpan.class)
          : null;
    } catch (LinkageError | RuntimeException e) {
      return null;
    }
  }
}
