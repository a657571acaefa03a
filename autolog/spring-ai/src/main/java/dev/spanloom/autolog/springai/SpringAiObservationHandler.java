package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes spans of Spring AI's observations: of chat clients, advisors, chat, embedding and image
 * models, tools and vector stores, with prompts, answers, tokens, tools and documents in them. In
 * an application of Spring Boot this module's auto-configuration registers it; elsewhere:
 *
 * <pre>{@code
 * ObservationRegistry registry = ObservationRegistry.create();
 * registry.observationConfig().observationHandler(new SpringAiObservationHandler());
 * }</pre>
 *
 * <p>Each span lies below the one that is current, or below that of the observation around it when
 * another thread goes on with a stream. A client of a model's vendor that is traced too leaves the
 * call to this handler. Other handlers, such as those of a bridge to OpenTelemetry, are not
 * touched. Counterpart of {@code mlflow.<library>.autolog()}. Immutable and thread-safe.
 */
public final class SpringAiObservationHandler implements ObservationHandler<Observation.Context> {
  /** The name of the setting that switches this on and off: {@code spanloom.autolog.spring-ai}. */
  static final String LIBRARY = "spring-ai";

  private static final System.Logger LOG =
      System.getLogger(SpringAiObservationHandler.class.getName());

  private static final boolean MODELS_USE_CLIENTS_OF_VENDORS = !ToolLoops.isVersion1();

  private final AutologOptions options;
  private final Recorders recorders;

  /** Records as {@link AutologOptions#configured configured}. */
  public SpringAiObservationHandler() {
    this(AutologOptions.configured(LIBRARY));
  }

  /** Records everything that the options allow, advisors among it. */
  public SpringAiObservationHandler(AutologOptions options) {
    this(options, true);
  }

  private SpringAiObservationHandler(AutologOptions options, boolean advisors) {
    this.options = options;
    this.recorders = new Recorders(advisors);
  }

  /**
   * The same handler with or without spans of advisors; what they do stands in its place in the
   * trace either way.
   */
  public SpringAiObservationHandler withAdvisors(boolean record) {
    return new SpringAiObservationHandler(options, record);
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return options.enabled() && recorders.find(context) != null;
  }

  @Override
  public void onStart(Observation.Context context) {
    quietly(
        () -> {
          Recorder<?> recorder = recorders.find(context);
          // two registered handlers would record everything twice
          if (recorder != null && ObservedSpan.of(context) == null) {
            start(recorder, context);
          }
        });
  }

  private <C extends Observation.Context> void start(
      Recorder<C> recorder, Observation.Context context) {
    C known = recorder.cast(context);
    ModelOperation operation = recorder.operation(known);
    if (operation == null) {
      return;
    }
    ObservedSpan span =
        ObservedSpan.start(
            context, recorder.isCallOfModel(), operation, conversation(recorder, known), options);
    context.put(ObservedSpan.class, span);
    context.put(SpringAiObservationHandler.class, this);
    if (span.call().isRecording()) {
      recorder.started(known, span.call());
      if (recorder.isCallOfModel() && MODELS_USE_CLIENTS_OF_VENDORS) {
        span.call().expectClient();
      }
    }
  }

  @Override
  public void onScopeOpened(Observation.Context context) {
    ObservedSpan span = mine(context);
    if (span != null) {
      quietly(() -> SpanScopes.open(span));
    }
  }

  @Override
  public void onScopeClosed(Observation.Context context) {
    ObservedSpan span = mine(context);
    if (span != null) {
      quietly(() -> SpanScopes.close(span));
    }
  }

  @Override
  public void onScopeReset(Observation.Context context) {
    onScopeClosed(context);
  }

  /**
   * Nothing follows an error; of a stream, the program may know of it before its observation ends.
   */
  @Override
  public void onError(Observation.Context context) {
    onStop(context);
  }

  @Override
  public void onStop(Observation.Context context) {
    ObservedSpan span = mine(context);
    Recorder<?> recorder = span == null ? null : recorders.find(context);
    if (span != null && recorder != null) {
      StreamPieces pieces = recorder.isCallOfModel() ? StreamPieces.around(context) : null;
      Runnable end = () -> quietly(() -> stop(recorder, context, span.call()));
      if (pieces == null) {
        end.run();
      } else {
        pieces.end(span.call(), end);
      }
    }
  }

  private static <C extends Observation.Context> void stop(
      Recorder<C> recorder, Observation.Context context, ModelCall call) {
    Outcome[] found = {Outcome.UNKNOWN};
    if (call.isRecording()) {
      quietly(() -> found[0] = recorder.outcome(recorder.cast(context), call));
    }
    Throwable error = context.getError();
    @Nullable Object outputs = found[0].outputs();
    ModelAnswer answer = found[0].answer();
    if (error != null) {
      call.failed(error, outputs, answer);
    } else if (found[0].known()) {
      call.completed(outputs, answer);
    } else {
      // only a stream ends without an error and without a result: nobody wanted the rest
      call.cancelled(outputs, answer);
    }
  }

  private @Nullable ObservedSpan mine(Observation.Context context) {
    return context.get(SpringAiObservationHandler.class) == this ? ObservedSpan.of(context) : null;
  }

  private static <C extends Observation.Context> @Nullable String conversation(
      Recorder<C> recorder, C context) {
    try {
      return recorder.conversation(context);
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a part of an observation is not recorded", e);
    }
  }
}
