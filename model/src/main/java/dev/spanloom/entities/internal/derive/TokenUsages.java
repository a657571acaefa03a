package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TokenUsage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Totals over the spans of a trace. A span counts only when no span above it counts, since parents
 * often repeat what their children used. A span whose parent is missing is a root; spans that form
 * a ring are each visited once.
 */
public final class TokenUsages {
  private TokenUsages() {}

  /** A span as far as totals need it. */
  public record Node<T>(String spanId, String parentId, Optional<T> amount) {
    public static <T> Node<T> of(Span span, Optional<T> amount) {
      String parentId = span.parentId();
      return new Node<>(span.spanId(), parentId == null ? "" : parentId, amount);
    }
  }

  /** Tokens used by the trace; empty when no span says. */
  public static Optional<TokenUsage> usage(List<Span> spans) {
    return total(nodes(spans, Span::tokenUsage), TokenUsage::plus);
  }

  /** Cost of the trace; empty when no span says. */
  public static Optional<LlmCost> cost(List<Span> spans) {
    return total(nodes(spans, Span::llmCost), LlmCost::plus);
  }

  public static <T> Optional<T> total(List<Node<T>> nodes, BinaryOperator<T> plus) {
    Map<String, List<Node<T>>> children = new HashMap<>();
    Set<String> ids = new HashSet<>();
    nodes.forEach(node -> ids.add(node.spanId()));
    Deque<Node<T>> open = new ArrayDeque<>();
    for (Node<T> node : nodes) {
      if (!ids.contains(node.parentId())) {
        open.add(node);
      } else {
        children.computeIfAbsent(node.parentId(), id -> new ArrayList<>()).add(node);
      }
    }
    Optional<T> total = Optional.empty();
    while (!open.isEmpty()) {
      Node<T> node = open.pop();
      if (node.amount().isPresent()) {
        T amount = node.amount().get();
        total = Optional.of(total.map(sum -> plus.apply(sum, amount)).orElse(amount));
      } else {
        children.getOrDefault(node.spanId(), List.of()).forEach(open::push);
      }
    }
    return total;
  }

  private static <T> List<Node<T>> nodes(List<Span> spans, Function<Span, Optional<T>> amount) {
    return spans.stream().map(span -> Node.of(span, amount.apply(span))).toList();
  }
}
