package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agentic.observability.AgentInvocationError;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Traces agents of {@code langchain4j-agentic}: each invocation of an agent becomes an AGENT span
 * below that of the agent that invoked it, on whatever thread; the AI services that the agents are
 * made of are below them.
 *
 * <pre>{@code
 * UntypedAgent writer = AgenticServices.sequenceBuilder()
 *     .subAgents(author, editor)
 *     .listener(LangChain4jAgentTracing.listener())
 *     .build();
 * }</pre>
 */
public final class LangChain4jAgentTracing {
  private LangChain4jAgentTracing() {}

  /** Listens to an agent and all below it, as {@link AutologOptions#configured configured}. */
  public static AgentListener listener() {
    return listener(AutologOptions.configured(LangChain4jTracing.LIBRARY));
  }

  /** Listens to an agent and all below it. Thread-safe; one may serve many agents. */
  public static AgentListener listener(AutologOptions options) {
    return new Listener(options);
  }

  private record Listener(AutologOptions options) implements AgentListener {
    @Override
    public boolean inheritedBySubagents() {
      return true;
    }

    @Override
    public void beforeAgentInvocation(AgentRequest request) {
      if (options.enabled()) {
        Step.quietly(() -> started(request));
      }
    }

    private void started(AgentRequest request) {
      AgentInstance parent = request.agent().parent();
      CallContext below =
          Agents.below(request.agenticScope(), parent == null ? null : parent.agentId());
      CallContext context = below == null ? CallContext.current() : below;
      Step step = Step.start(request.agentName(), SpanType.AGENT, context, options);
      step.inputs(() -> plain(request.inputs()));
      Agents.put(
          request.agenticScope(),
          new Agents.Agent(request.agentId(), Thread.currentThread(), step, context));
    }

    @Override
    public void afterAgentInvocation(AgentResponse response) {
      Step.quietly(
          () -> {
            Agents.Agent agent = Agents.take(response.agenticScope(), response.agentId());
            if (agent != null) {
              agent.step().completed(response::output);
            }
          });
    }

    @Override
    public void onAgentInvocationError(AgentInvocationError error) {
      Step.quietly(
          () -> {
            Agents.Agent agent = Agents.take(error.agenticScope(), error.agentId());
            if (agent != null) {
              agent.step().failed(error.error());
            }
          });
    }

    /** What the agent is given, without the scope, which holds everything. */
    private static Map<String, @Nullable Object> plain(@Nullable Map<String, Object> inputs) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      if (inputs != null) {
        inputs.forEach(
            (key, value) -> {
              if (!(value instanceof AgenticScope)) {
                plain.put(key, value);
              }
            });
      }
      return plain;
    }
  }
}
