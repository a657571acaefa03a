package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of an AI service: a span, from the start of the method until the result is
 * there. What the library does for it, on whatever thread, finds it by the id of the invocation.
 * Must not hold on to the invocation: a stream that is never started is noticed by its being
 * forgotten. Thread-safe.
 */
final class ServiceCall {
  static final String CANCELLED = "spanloom.stream.cancelled";
  private static final ContextKey<ServiceCall> CURRENT = ContextKey.named("spanloom.ai-service");

  private final CallContext program;
  private final List<ChatMessage> messages;
  private final Step step;
  private final AutologOptions options;
  private final Deque<Turn> turns = new ArrayDeque<>();
  private final Set<ToolExecutionRequest> recordedTools =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private volatile @Nullable CallContext retrieving;
  private long lastEventUnixNanos = CallContext.nowUnixNanos();

  /** A request that the service is about to send to its model. */
  static final class Turn {
    private final ServiceCall service;
    private final ChatRequest request;
    private final CallContext context;

    Turn(ServiceCall service, ChatRequest request, CallContext context) {
      this.service = service;
      this.request = request;
      this.context = context;
    }

    ServiceCall service() {
      return service;
    }

    /** Below the span of the service, at the time of the request. */
    CallContext context() {
      return context;
    }
  }

  ServiceCall(CallContext program, List<ChatMessage> messages, Step step, AutologOptions options) {
    this.program = program;
    this.messages = List.copyOf(messages);
    this.step = step;
    this.options = options;
  }

  /** Where the program called the service. */
  CallContext program() {
    return program;
  }

  Step step() {
    return step;
  }

  AutologOptions options() {
    return options;
  }

  /** Whether the call was made with this very message. */
  boolean isAbout(Object message) {
    return messages.stream().anyMatch(own -> own == message);
  }

  /** The call that the current thread works for; null for none. */
  static @Nullable ServiceCall current() {
    return Context.current().get(CURRENT);
  }

  /** What the service does now: below its span, and otherwise as where the program called it. */
  CallContext inside() {
    return program.call(
        () -> {
          try (Scope scope = Context.current().with(CURRENT, this).makeCurrent();
              TracingContext.Opened opened = step.span().makeCurrent()) {
            return CallContext.current();
          }
        });
  }

  /**
   * A part of its retrieval that happens now, on a thread of the library; its own work where there
   * is no retrieval.
   */
  CallContext insideRetrieval() {
    CallContext retrieval = retrieving;
    return retrieval == null ? inside() : retrieval.call(CallContext::current);
  }

  void retrieving(@Nullable CallContext context) {
    retrieving = context;
  }

  /** The service is about to ask its model. */
  Turn issued(ChatRequest request) {
    Turn turn = new Turn(this, request, inside());
    synchronized (this) {
      turns.add(turn);
      lastEventUnixNanos = CallContext.nowUnixNanos();
    }
    if (request.toolSpecifications() != null && !request.toolSpecifications().isEmpty()) {
      // with tools on offer, the model decides what happens
      Step.quietly(() -> step.span().setSpanType(SpanType.AGENT));
    }
    return turn;
  }

  /** Takes a turn whose call someone else records; false when it was taken before. */
  synchronized boolean take(Turn turn) {
    return turns.remove(turn);
  }

  /** Takes the turn of a request that has an answer now; null when someone else recorded it. */
  @SuppressWarnings("ReferenceEquality") // the very request
  synchronized @Nullable Turn answered(ChatRequest request) {
    lastEventUnixNanos = CallContext.nowUnixNanos();
    for (Iterator<Turn> all = turns.iterator(); all.hasNext(); ) {
      Turn turn = all.next();
      if (turn.request == request) {
        all.remove();
        return turn;
      }
    }
    return null;
  }

  /** Takes a turn that has no answer; null for none. */
  synchronized @Nullable Turn unanswered() {
    return turns.poll();
  }

  /** The request of a turn. */
  static ChatRequest requestOf(Turn turn) {
    return turn.request;
  }

  /** Notes that the execution of a tool is recorded; false when it was before. */
  synchronized boolean recordTool(ToolExecutionRequest request) {
    return recordedTools.add(request);
  }

  /** When the latest of what the library tells happened, before now; and sets it to now. */
  synchronized long sinceLastEvent() {
    long last = lastEventUnixNanos;
    lastEventUnixNanos = CallContext.nowUnixNanos();
    return last;
  }

  void completed(Supplier<? extends @Nullable Object> outputs) {
    step.completed(outputs);
  }

  /** The program has cancelled the stream: nothing more will come. */
  void cancelled(Supplier<? extends @Nullable Object> outputs) {
    step.attributes(Map.of(CANCELLED, true));
    step.completed(outputs);
  }

  void failed(Throwable error) {
    step.failed(error);
  }
}
