package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.observability.api.event.GuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.InputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.service.Result;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.SpanType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of AI services tell. Each is a span; and what nobody else has recorded (models,
 * tools and guardrails that are not wrapped) becomes spans from what is told of it. No scope is
 * held from one event to the next: they may come on different threads. Thread-safe.
 */
final class ServiceEvents {
  private static final String ESTIMATED = "spanloom.langchain4j.times-estimated";

  private final AutologOptions options;

  private ServiceEvents(AutologOptions options) {
    this.options = options;
  }

  /** Listens to the events of a service. */
  static void register(AiServiceListenerRegistrar registrar, AutologOptions options) {
    ServiceEvents events = new ServiceEvents(options);
    registrar.register(new Listener<>(AiServiceStartedEvent.class, events::started));
    registrar.register(new Listener<>(AiServiceRequestIssuedEvent.class, events::issued));
    registrar.register(new Listener<>(AiServiceResponseReceivedEvent.class, events::received));
    registrar.register(new Listener<>(ToolExecutedEvent.class, events::toolExecuted));
    registrar.register(new Listener<>(InputGuardrailExecutedEvent.class, events::guardrail));
    registrar.register(new Listener<>(OutputGuardrailExecutedEvent.class, events::guardrail));
    registrar.register(new Listener<>(AiServiceCompletedEvent.class, events::completed));
    registrar.register(new Listener<>(AiServiceErrorEvent.class, events::failed));
  }

  /** Throws nothing: the library may be told to pass on what listeners throw. */
  record Listener<T extends AiServiceEvent>(Class<T> type, Consumer<T> action)
      implements AiServiceListener<T> {
    @Override
    public Class<T> getEventClass() {
      return type;
    }

    @Override
    public void onEvent(T event) {
      Step.quietly(() -> action.accept(event));
    }
  }

  private void started(AiServiceStartedEvent event) {
    InvocationContext invocation = event.invocationContext();
    if (ServiceCalls.find(invocation) != null) {
      return;
    }
    CallContext program = Agents.contextOf(invocation);
    Step step = Step.start(nameOf(invocation), SpanType.CHAIN, program, options);
    List<ChatMessage> messages = new ArrayList<>();
    event.systemMessage().ifPresent(messages::add);
    messages.add(event.userMessage());
    step.inputs(
        () -> {
          Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
          inputs.put("method", invocation.methodName());
          inputs.put("arguments", invocation.methodArguments());
          inputs.put("messages", ChatMessages.toList(messages));
          return inputs;
        });
    ServiceCalls.put(invocation, new ServiceCall(program, messages, step, options));
  }

  /** Such as {@code Assistant.chat}. */
  private static String nameOf(InvocationContext invocation) {
    String type = invocation.interfaceName();
    int dot = Math.max(type.lastIndexOf('.'), type.lastIndexOf('$'));
    return type.substring(dot + 1) + "." + invocation.methodName();
  }

  private void issued(AiServiceRequestIssuedEvent event) {
    ServiceCall call = ServiceCalls.find(event.invocationContext());
    if (call != null) {
      ServiceCalls.next(call.issued(event.request()));
    }
  }

  private void received(AiServiceResponseReceivedEvent event) {
    ServiceCall call = ServiceCalls.find(event.invocationContext());
    ServiceCall.Turn turn = call == null ? null : call.answered(event.request());
    if (turn != null) {
      Answers.completed(model(turn, event.invocationContext()), event.response());
    }
  }

  /** The call of a model that nobody follows, from when it was issued. */
  private ModelCall model(ServiceCall.Turn turn, InvocationContext invocation) {
    return TracedChatModel.start(
        TracedChatModel.operation("ChatModel", () -> Invocations.provider(invocation)),
        ServiceCall.requestOf(turn),
        () -> Invocations.defaults(invocation),
        turn,
        options);
  }

  private void toolExecuted(ToolExecutedEvent event) {
    ServiceCall call = ServiceCalls.find(event.invocationContext());
    if (call == null) {
      return;
    }
    long since = call.sinceLastEvent();
    ToolExecutionRequest request = event.request();
    ToolTimes.Times times = ToolTimes.take(request);
    if (!call.recordTool(request)) {
      return;
    }
    if (times == null) {
      Step step = Tools.start(request, call.inside(), since, options);
      step.attributes(Map.of(ESTIMATED, true));
      step.completed(() -> ChatMessages.resultOf(event));
      return;
    }
    Step step = Tools.start(request, call.inside(), times.startTimeUnixNanos(), options);
    if (times.failed()) {
      step.failed(
          ChatMessages.resultOf(event) instanceof String text ? text : null,
          "the tool reported an error",
          times.endTimeUnixNanos(),
          () -> ChatMessages.resultOf(event));
    } else {
      step.completedAt(times.endTimeUnixNanos(), () -> ChatMessages.resultOf(event));
    }
  }

  private void guardrail(GuardrailExecutedEvent<?, ?, ?> event) {
    ServiceCall call = ServiceCalls.find(event.invocationContext());
    if (call == null || Guardrails.isRecorded(event.request())) {
      return;
    }
    long end = CallContext.nowUnixNanos();
    Step step =
        Step.start(
            event.guardrailClass().getSimpleName(),
            SpanType.GUARDRAIL,
            call.inside(),
            end - event.duration().toNanos(),
            options);
    step.inputs(() -> Guardrails.inputs(event.request()));
    Guardrails.end(step, event.result(), end);
  }

  private void completed(AiServiceCompletedEvent event) {
    ServiceCall call = ServiceCalls.find(event.invocationContext());
    if (call != null) {
      call.completed(() -> result(event.result()));
      ServiceCalls.remove(event.invocationContext());
    }
  }

  private static @Nullable Object result(Optional<Object> result) {
    Object value = result.orElse(null);
    if (value instanceof ChatResponse response) {
      return response.aiMessage().text();
    } else if (value instanceof Result<?> rich) {
      Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
      outputs.put("content", rich.content());
      List<Content> sources = rich.sources();
      if (sources != null && !sources.isEmpty()) {
        outputs.put("sources", Documents.ofContents(sources));
      }
      return outputs;
    }
    return value;
  }

  private void failed(AiServiceErrorEvent event) {
    ServiceCall call = ServiceCalls.find(event.invocationContext());
    if (call == null) {
      return;
    }
    for (ServiceCall.Turn turn = call.unanswered(); turn != null; turn = call.unanswered()) {
      // asked, and no answer: the failure is the model's
      model(turn, event.invocationContext()).failed(event.error());
    }
    ToolTimes.Running tool = ToolTimes.takeUnfinished();
    if (tool != null && call.recordTool(tool.request())) {
      Tools.start(tool.request(), call.inside(), tool.startTimeUnixNanos(), options)
          .failed(event.error());
    }
    call.failed(event.error());
    ServiceCalls.remove(event.invocationContext());
  }
}
