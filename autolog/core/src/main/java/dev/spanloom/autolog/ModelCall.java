package dev.spanloom.autolog;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.TextTemplate;
import dev.spanloom.TracingContext;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, or of what works for one, as a span: from the request until the answer is
 * read, the call fails, or the program loses interest. It ends once, whoever is first; what comes
 * later is ignored, but for a failure. Nothing here throws into the program. Thread-safe.
 *
 * <pre>{@code
 * ModelCall call = ModelCall.start(operation, CallContext.current(), options);
 * call.request(request);
 * try {
 *   Response response = model.call(request);
 *   call.completed(toJson(response), answerOf(response));
 * } catch (Throwable e) {
 *   call.failed(e);
 *   throw e;
 * }
 * }</pre>
 */
public final class ModelCall {
  static final String CHUNKS = "spanloom.stream.chunks";
  static final String CANCELLED = "spanloom.stream.cancelled";
  static final String FIRST_CHUNK_MILLIS = "spanloom.stream.time_to_first_chunk_ms";
  private static final String CHUNK_EVENT = "mlflow.chunk.item.";

  /** The names of the first ones, made when they are needed: all streams have the same. */
  private static final @Nullable String[] CHUNK_EVENTS = new String[1000];

  private static final IntFunction<String> CHUNK_NAMES = ModelCall::chunkEvent;
  private static final String CHUNK_VALUE = "mlflow.chunk.value";
  private static final System.Logger LOG = System.getLogger(ModelCall.class.getName());

  private static final ContextKey<ModelCall> CURRENT = ContextKey.named("spanloom.model-call");

  private static final ThreadLocal<@Nullable WeakReference<ModelCall>> NEXT = new ThreadLocal<>();

  private final ModelOperation operation;
  private final AutologOptions options;
  private final LiveSpan span;
  private final long startTimeUnixNanos;
  private final CallAttributes attributes;
  private long firstChunkUnixNanos;
  private int chunks;
  private boolean done;

  private ModelCall(
      ModelOperation operation, AutologOptions options, LiveSpan span, long startTimeUnixNanos) {
    this.operation = operation;
    this.options = options;
    this.span = span;
    this.startTimeUnixNanos = startTimeUnixNanos;
    this.attributes = new CallAttributes(options.content(), startTimeUnixNanos);
  }

  /** Starts the span below the one that was current when the program made the call. */
  public static ModelCall start(
      ModelOperation operation, CallContext context, AutologOptions options) {
    LiveSpan span =
        context.call(
            () ->
                Mlflow.spanBuilder(operation.spanName())
                    .spanType(operation.spanType())
                    .startTimeUnixNanos(context.startTimeUnixNanos())
                    .startNoContext());
    ModelCall call = new ModelCall(operation, options, span, context.startTimeUnixNanos());
    call.quietly(call::describe);
    return call;
  }

  /**
   * The call that the current thread is in; null for none. A client library below a framework that
   * records the call leaves it alone.
   */
  public static @Nullable ModelCall current() {
    return of(Context.current());
  }

  static @Nullable ModelCall of(Context context) {
    return context.get(CURRENT);
  }

  /**
   * Puts the current thread into this call: its span becomes the current one. To be closed by the
   * same thread, before the method returns that opened it.
   */
  @SuppressWarnings("MustBeClosedChecker") // by what is returned
  public TracingContext.Opened enter() {
    NEXT.remove();
    Scope scope = contextWith(Context.current()).makeCurrent();
    TracingContext.Opened opened = span.makeCurrent();
    return () -> {
      opened.close();
      scope.close();
    };
  }

  Context contextWith(Context context) {
    return context.with(CURRENT, this);
  }

  /**
   * Says that what this thread asks of a client next is this call, where the call's framework goes
   * on to its client without a scope that {@link #enter} could stand for: as streams of Reactor do.
   * Entering a call takes it back.
   */
  public void expectClient() {
    NEXT.set(new WeakReference<>(this));
  }

  /** The call that a client's call on this thread belongs to, once; null for none. */
  static @Nullable ModelCall takeExpected() {
    WeakReference<ModelCall> next = NEXT.get();
    if (next == null) {
      return null;
    }
    NEXT.remove();
    ModelCall call = next.get();
    return call == null || call.isDone() ? null : call;
  }

  private synchronized boolean isDone() {
    return done;
  }

  private void describe() {
    if (operation.messageFormat() != null) {
      span.setAttribute(
          SpanAttributeKey.MESSAGE_FORMAT, RepeatedTexts.encoded(operation.messageFormat()));
    }
    if (operation.provider() != null) {
      span.setAttribute(
          SpanAttributeKey.MODEL_PROVIDER, RepeatedTexts.encoded(operation.provider()));
    }
  }

  /** False when nothing is recorded: what would be handed over need not be made. */
  public boolean isRecording() {
    return span.isRecording();
  }

  /** The span, for what an integration alone knows of. */
  public LiveSpan span() {
    return span;
  }

  /** Whether prompts and answers are recorded. */
  public boolean recordsContent() {
    return options.content();
  }

  /** Whether chunks become events. */
  public boolean recordsChunks() {
    return options.content() && options.chunkEvents();
  }

  /**
   * What is asked, in the provider's own JSON shape: the inputs of the span. All but the
   * conversation ({@code messages}, {@code input}, {@code contents} …) become attributes too, and
   * {@code tools} the chat tools.
   */
  public void request(Map<String, ? extends @Nullable Object> request) {
    quietly(() -> attributes.request(request, span::setAttribute));
  }

  /**
   * The same for a request that is still to be read: which is done once somebody looks at the span.
   *
   * @param sizeBytes about how much memory the reading holds
   * @param reading answers nothing where there is no request after all; must not hold this call
   */
  public void requestLater(
      int sizeBytes, Supplier<? extends @Nullable Map<String, @Nullable Object>> reading) {
    CallAttributes its = attributes; // and not this call: it holds the span
    span.setLater(
        sizeBytes,
        out -> {
          Map<String, @Nullable Object> request = reading.get();
          if (request != null && !request.isEmpty()) {
            its.request(request, out);
          }
        });
  }

  /**
   * What is asked, in a shape where parameters and tools have places of their own.
   *
   * @param inputs the inputs of the span, in the provider's own JSON shape
   * @param parameters what becomes attributes too
   * @param tools a list of tools in a shape of one of the providers; null for none
   */
  public void request(
      Map<String, ? extends @Nullable Object> inputs,
      Map<String, ? extends @Nullable Object> parameters,
      @Nullable Object tools) {
    quietly(() -> attributes.request(inputs, parameters, tools, span::setAttribute));
  }

  /** The model that is asked, where the request does not say it under {@code model}. */
  public void model(String model) {
    attributes.model(model, span::setAttribute);
  }

  /**
   * The request is sent once more.
   *
   * @param attempt the number of this attempt; the first one is 1
   * @param reason why the one before did not do
   */
  public void retried(int attempt, String reason) {
    quietly(() -> span.addEvent("retry", Map.of("attempt", attempt, "reason", reason)));
  }

  /** A piece of the answer came in; for its times and its number. */
  public void chunk() {
    chunk(null);
  }

  /**
   * A piece of the answer came in.
   *
   * @param json as the provider sent it; null to count it only
   */
  public void chunk(@Nullable String json) {
    chunk(json, CallContext.nowUnixNanos());
  }

  /**
   * A piece of the answer came in.
   *
   * @param json as the provider sent it; null to count it only
   * @param timeUnixNanos when it came
   */
  public void chunk(@Nullable String json, long timeUnixNanos) {
    if (json == null || !recordsChunks()) {
      var unused = count(1, timeUnixNanos);
    } else {
      byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
      long[] times = {timeUnixNanos};
      chunks(TextTemplate.WHOLE, utf8, new int[] {0, utf8.length}, times, 1);
    }
  }

  /**
   * Pieces of the answer came in, one after the other.
   *
   * @param template what they have in common
   * @param json holds what they have not, in UTF-8, as the provider sent it; not kept
   * @param places where each piece of each of them begins in the array, and where it ends
   * @param timesUnixNanos when each came; not kept
   * @param number how many there are
   */
  public void chunks(
      TextTemplate template, byte[] json, int[] places, long[] timesUnixNanos, int number) {
    if (number > 0 && count(number, timesUnixNanos[0]) && recordsChunks()) {
      span.addTextEvents(CHUNK_NAMES, timesUnixNanos, CHUNK_VALUE, template, json, places, number);
    }
  }

  /** False once the call is over. */
  private synchronized boolean count(int pieces, long timeUnixNanos) {
    if (done) {
      return false;
    }
    if (chunks == 0) {
      firstChunkUnixNanos = timeUnixNanos;
    }
    chunks += pieces;
    return true;
  }

  private static String chunkEvent(int number) {
    if (number >= CHUNK_EVENTS.length) {
      return CHUNK_EVENT + number;
    }
    String name = CHUNK_EVENTS[number];
    if (name == null) {
      name = CHUNK_EVENT + number;
      CHUNK_EVENTS[number] = name;
    }
    return name;
  }

  /**
   * The answer is there, whole.
   *
   * @param outputs in the provider's own JSON shape
   */
  public void completed(@Nullable Object outputs, ModelAnswer answer) {
    end(outputs, answer, () -> {});
  }

  /**
   * What an answer turns out to be.
   *
   * @param outputs in the provider's own JSON shape; null for none
   * @param whole false when the program lost interest before all of it came
   */
  public record Read(@Nullable Object outputs, ModelAnswer answer, boolean whole) {}

  /**
   * The answer is there, and is still to be read: which is done once somebody looks at the span.
   *
   * @param sizeBytes about how much memory the reading holds
   */
  public void answeredLater(int sizeBytes, Supplier<Read> reading) {
    if (!begunEnd()) {
      return;
    }
    span.setLater(
        sizeBytes,
        out -> {
          streamed(out);
          Read read = reading.get();
          attributes.answer(read.outputs, read.answer, out);
          if (!read.whole) {
            out.accept(CANCELLED, true);
          }
        });
    span.end();
  }

  /**
   * The program lost interest in a stream: what came so far is the output.
   *
   * @param outputs in the provider's own JSON shape
   */
  public void cancelled(@Nullable Object outputs, ModelAnswer answer) {
    end(outputs, answer, () -> span.setAttribute(CANCELLED, true));
  }

  /** The call failed. Counts after the end too: what the library makes of an answer may fail. */
  public void failed(Throwable error) {
    failed(error, null, ModelAnswer.NONE);
  }

  /**
   * The call failed with a part of the answer.
   *
   * @param outputs in the provider's own JSON shape; null for none
   */
  public void failed(Throwable error, @Nullable Object outputs, ModelAnswer answer) {
    if (!end(outputs, answer, () -> record(error))) {
      quietly(() -> record(error));
    }
  }

  /** The provider says that the call failed, and the program has not been told yet. */
  public void failed(String message, @Nullable Object outputs, ModelAnswer answer) {
    end(
        outputs,
        answer,
        () -> {
          if (options.content()) {
            span.recordException(message);
          } else {
            span.setStatus(new SpanStatus(SpanStatusCode.ERROR, "the provider reported an error"));
          }
        });
  }

  private void record(Throwable error) {
    if (options.content()) {
      span.recordException(error);
    } else {
      // messages of providers repeat what they were asked
      span.setStatus(new SpanStatus(SpanStatusCode.ERROR, error.getClass().getName()));
    }
  }

  /** False when it had ended before. */
  private boolean end(@Nullable Object outputs, ModelAnswer answer, Runnable last) {
    if (!begunEnd()) {
      return false;
    }
    if (span.isRecording()) {
      quietly(
          () -> {
            var unused = span.hasInputs(); // makes what was put off: it goes before
            streamed(span::setAttribute);
            attributes.answer(outputs, answer, span::setAttribute);
          });
      quietly(last);
    }
    span.end();
    return true;
  }

  private synchronized boolean begunEnd() {
    boolean first = !done;
    done = true;
    return first;
  }

  private void streamed(BiConsumer<String, @Nullable Object> out) {
    if (chunks > 0) {
      out.accept(CHUNKS, chunks);
      out.accept(FIRST_CHUNK_MILLIS, Math.max(0, firstChunkUnixNanos - startTimeUnixNanos) / 1e6);
    }
  }

  private void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(
          System.Logger.Level.DEBUG, "a part of " + operation.spanName() + " is not recorded", e);
    }
  }
}
