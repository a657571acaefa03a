package dev.spanloom;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.ContextKey;

/** What Spanloom keeps in the OpenTelemetry context. */
final class ContextKeys {
  /** The innermost span. */
  static final ContextKey<LiveSpan> SPAN = ContextKey.named("spanloom-span");

  /** The values of the scopes around. */
  static final ContextKey<ScopeValues> SCOPE = ContextKey.named("spanloom-scope");

  /** The span of another process that the next root continues. */
  static final ContextKey<SpanContext> REMOTE_PARENT = ContextKey.named("spanloom-remote-parent");

  private ContextKeys() {}
}
