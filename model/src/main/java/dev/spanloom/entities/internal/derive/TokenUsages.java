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
import org.jspecify.annotations.Nullable;

/**
 * Totals over the spans of a trace. A span counts only when no span above it counts, since parents
 * often repeat what their children used. A span whose parent is missing is a root; spans that form
 * a ring, and spans of the same id, count once.
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
    List<Node<T>> roots = new ArrayList<>();
    for (Node<T> node : nodes) {
      if (ids.contains(node.parentId())) {
        children.computeIfAbsent(node.parentId(), id -> new ArrayList<>()).add(node);
      } else {
        roots.add(node);
      }
    }
    Walk<T> walk = new Walk<>(children, plus);
    roots.forEach(walk::from);
    nodes.forEach(walk::from); // what no root leads to is a ring; it is entered at its first span
    return Optional.ofNullable(walk.total);
  }

  private static final class Walk<T> {
    private final Map<String, List<Node<T>>> children;
    private final BinaryOperator<T> plus;
    private final Set<String> seen = new HashSet<>();
    private @Nullable T total;

    Walk(Map<String, List<Node<T>>> children, BinaryOperator<T> plus) {
      this.children = children;
      this.plus = plus;
    }

    void from(Node<T> start) {
      Deque<Node<T>> open = new ArrayDeque<>();
      Deque<Node<T>> covered = new ArrayDeque<>();
      open.push(start);
      while (!open.isEmpty() || !covered.isEmpty()) {
        boolean counts = !open.isEmpty();
        Node<T> node = counts ? open.pop() : covered.pop();
        if (!seen.add(node.spanId())) {
          continue;
        }
        T amount = node.amount().orElse(null);
        if (counts && amount != null) {
          total = total == null ? amount : plus.apply(total, amount);
        }
        Deque<Node<T>> next = counts && amount == null ? open : covered;
        children.getOrDefault(node.spanId(), List.of()).forEach(next::push);
      }
    }
  }

  private static <T> List<Node<T>> nodes(List<Span> spans, Function<Span, Optional<T>> amount) {
    return spans.stream().map(span -> Node.of(span, amount.apply(span))).toList();
  }
}
