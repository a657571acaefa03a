package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** Knows one kind of Spring AI's observations. Stateless. */
abstract class Recorder<C extends Observation.Context> {
  private final Class<C> type;

  Recorder(Class<C> type) {
    this.type = type;
  }

  final boolean handles(Observation.Context context) {
    return type.isInstance(context);
  }

  final C cast(Observation.Context context) {
    return type.cast(context);
  }

  /** The span of an observation; null for none. */
  abstract @Nullable ModelOperation operation(C context);

  /** Whether this is the call itself, so that a client below it must not record it once more. */
  boolean isCallOfModel() {
    return false;
  }

  /** The conversation that the operation belongs to; null for none. */
  @Nullable String conversation(C context) {
    return null;
  }

  /** Records what goes in. */
  abstract void started(C context, ModelCall call);

  /** What came out. Outputs are left out where content is not recorded. */
  abstract Outcome outcome(C context, ModelCall call);
}
