package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.spanloom.autolog.CallContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The agents that run, by the scope that they share. An AI service that works for one is told that
 * scope. Knows no class of the module of agents, which need not be there. Thread-safe.
 */
final class Agents {
  private static final Map<Object, List<Agent>> BY_SCOPE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Agents() {}

  /** An agent at work. */
  record Agent(String id, Thread thread, Step step, CallContext context) {
    /** What the agent does now. */
    CallContext inside() {
      return context.call(
          () -> {
            try (var entered = step.enter()) {
              return CallContext.current();
            }
          });
    }
  }

  static void put(Object scope, Agent agent) {
    synchronized (BY_SCOPE) {
      BY_SCOPE.computeIfAbsent(scope, unused -> new ArrayList<>()).add(agent);
    }
  }

  /** Takes the latest with an id, of this thread if there is one; null for none. */
  static @Nullable Agent take(Object scope, String id) {
    synchronized (BY_SCOPE) {
      List<Agent> running = BY_SCOPE.getOrDefault(scope, List.of());
      Agent found = latest(running, id, Thread.currentThread());
      if (found == null) {
        found = latest(running, id, null);
      }
      if (found != null) {
        running.remove(found);
        if (running.isEmpty()) {
          BY_SCOPE.remove(scope);
        }
      }
      return found;
    }
  }

  /** Below the agent with an id; null when it does not run. */
  static @Nullable CallContext below(Object scope, @Nullable String id) {
    Agent found;
    synchronized (BY_SCOPE) {
      found = id == null ? null : latest(BY_SCOPE.getOrDefault(scope, List.of()), id, null);
    }
    return found == null ? null : found.inside();
  }

  private static @Nullable Agent latest(
      List<Agent> running, @Nullable String id, @Nullable Thread thread) {
    for (int i = running.size() - 1; i >= 0; i--) {
      Agent agent = running.get(i);
      if ((id == null || agent.id.equals(id)) && (thread == null || agent.thread == thread)) {
        return agent;
      }
    }
    return null;
  }

  /** Where a service is called: below the agent that it works for, or where the thread is. */
  static CallContext contextOf(InvocationContext invocation) {
    Map<?, ?> managed = invocation.managedParameters();
    if (managed != null) {
      for (Object scope : managed.values()) {
        Agent found;
        synchronized (BY_SCOPE) {
          found = latest(BY_SCOPE.getOrDefault(scope, List.of()), null, Thread.currentThread());
        }
        if (found != null) {
          return found.inside();
        }
      }
    }
    return CallContext.current();
  }
}
