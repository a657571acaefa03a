package dev.spanloom;

/**
 * Looks at each span before it is exported, and may change it: redact inputs, drop attributes, add
 * others. Called on the thread that ends the span, in the order in which processors were
 * configured. A processor that throws costs the span its content, never its secrets: inputs,
 * outputs, attributes and events are withheld. Counterpart of a function in {@code
 * mlflow.tracing.configure(span_processors=[…])}.
 */
@FunctionalInterface
public interface LiveSpanProcessor {
  void process(LiveSpan span);
}
