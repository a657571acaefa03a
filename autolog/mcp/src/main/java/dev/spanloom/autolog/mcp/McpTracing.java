package dev.spanloom.autolog.mcp;

import dev.spanloom.autolog.AutologOptions;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Traces the Model Context Protocol: what a client asks becomes a span below the current one, what
 * a server's handler does a span below that of the client, in one trace, also when they are two
 * processes. The client tells the server its span in {@code _meta.traceparent} of the request.
 *
 * <pre>{@code
 * McpSyncClient client = McpClient.sync(McpTracing.wrap(transport)).build();
 * McpServer.sync(transportProvider).tools(McpTracing.wrap(tool)).build();
 * }</pre>
 *
 * <p>What is wrapped twice is traced once. The methods without options trace as {@link
 * AutologOptions#configured configured}. Thread-safe.
 */
public final class McpTracing {
  static final String LIBRARY = "mcp";

  /** Where Reactor's own context holds ours. */
  private static final String CONTEXT = "dev.spanloom.context";

  private McpTracing() {}

  /**
   * The current span for Reactor's context: for requests that are sent on another thread than the
   * one that asks for them.
   *
   * <pre>{@code
   * client.initialize().then(client.callTool(request)).contextWrite(McpTracing.currentContext());
   * }</pre>
   */
  public static ContextView currentContext() {
    return reactor.util.context.Context.of(CONTEXT, Context.current());
  }

  static @Nullable Context contextOf(ContextView view) {
    return view.getOrDefault(CONTEXT, null) instanceof Context context ? context : null;
  }

  /** Traces the requests of a client by its transport, as configured. */
  public static McpClientTransport wrap(McpClientTransport transport) {
    return wrap(transport, AutologOptions.configured(LIBRARY));
  }

  /**
   * Traces the requests of a client by its transport.
   *
   * @return the same one when it is wrapped already, or when the options switch tracing off
   */
  public static McpClientTransport wrap(McpClientTransport transport, AutologOptions options) {
    return !options.enabled() || transport instanceof TracedClientTransport
        ? transport
        : new TracedClientTransport(transport, options);
  }

  /** Traces a tool of a server, as configured. */
  public static McpServerFeatures.SyncToolSpecification wrap(
      McpServerFeatures.SyncToolSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a tool of a server. */
  public static McpServerFeatures.SyncToolSpecification wrap(
      McpServerFeatures.SyncToolSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.SyncToolSpecification(
            specification.tool(),
            TracedHandlers.blocking("tools/call", specification.callHandler(), options))
        : specification;
  }

  /** Traces a tool of a server whose results come later, as configured. */
  public static McpServerFeatures.AsyncToolSpecification wrap(
      McpServerFeatures.AsyncToolSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a tool of a server whose results come later. */
  public static McpServerFeatures.AsyncToolSpecification wrap(
      McpServerFeatures.AsyncToolSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.AsyncToolSpecification(
            specification.tool(),
            TracedHandlers.later("tools/call", specification.callHandler(), options))
        : specification;
  }

  /** Traces a resource of a server, as configured. */
  public static McpServerFeatures.SyncResourceSpecification wrap(
      McpServerFeatures.SyncResourceSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a resource of a server. */
  public static McpServerFeatures.SyncResourceSpecification wrap(
      McpServerFeatures.SyncResourceSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.SyncResourceSpecification(
            specification.resource(),
            TracedHandlers.blocking("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a resource of a server whose results come later, as configured. */
  public static McpServerFeatures.AsyncResourceSpecification wrap(
      McpServerFeatures.AsyncResourceSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a resource of a server whose results come later. */
  public static McpServerFeatures.AsyncResourceSpecification wrap(
      McpServerFeatures.AsyncResourceSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.AsyncResourceSpecification(
            specification.resource(),
            TracedHandlers.later("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a template of resources of a server, as configured. */
  public static McpServerFeatures.SyncResourceTemplateSpecification wrap(
      McpServerFeatures.SyncResourceTemplateSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a template of resources of a server. */
  public static McpServerFeatures.SyncResourceTemplateSpecification wrap(
      McpServerFeatures.SyncResourceTemplateSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.SyncResourceTemplateSpecification(
            specification.resourceTemplate(),
            TracedHandlers.blocking("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a template of resources of a server whose results come later, as configured. */
  public static McpServerFeatures.AsyncResourceTemplateSpecification wrap(
      McpServerFeatures.AsyncResourceTemplateSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a template of resources of a server whose results come later. */
  public static McpServerFeatures.AsyncResourceTemplateSpecification wrap(
      McpServerFeatures.AsyncResourceTemplateSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.AsyncResourceTemplateSpecification(
            specification.resourceTemplate(),
            TracedHandlers.later("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a prompt of a server, as configured. */
  public static McpServerFeatures.SyncPromptSpecification wrap(
      McpServerFeatures.SyncPromptSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a prompt of a server. */
  public static McpServerFeatures.SyncPromptSpecification wrap(
      McpServerFeatures.SyncPromptSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.SyncPromptSpecification(
            specification.prompt(),
            TracedHandlers.blocking("prompts/get", specification.promptHandler(), options))
        : specification;
  }

  /** Traces a prompt of a server whose results come later, as configured. */
  public static McpServerFeatures.AsyncPromptSpecification wrap(
      McpServerFeatures.AsyncPromptSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a prompt of a server whose results come later. */
  public static McpServerFeatures.AsyncPromptSpecification wrap(
      McpServerFeatures.AsyncPromptSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpServerFeatures.AsyncPromptSpecification(
            specification.prompt(),
            TracedHandlers.later("prompts/get", specification.promptHandler(), options))
        : specification;
  }

  /** Traces a tool of a stateless server, as configured. */
  public static McpStatelessServerFeatures.SyncToolSpecification wrap(
      McpStatelessServerFeatures.SyncToolSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a tool of a stateless server. */
  public static McpStatelessServerFeatures.SyncToolSpecification wrap(
      McpStatelessServerFeatures.SyncToolSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.SyncToolSpecification(
            specification.tool(),
            TracedHandlers.blocking("tools/call", specification.callHandler(), options))
        : specification;
  }

  /** Traces a tool of a stateless server whose results come later, as configured. */
  public static McpStatelessServerFeatures.AsyncToolSpecification wrap(
      McpStatelessServerFeatures.AsyncToolSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a tool of a stateless server whose results come later. */
  public static McpStatelessServerFeatures.AsyncToolSpecification wrap(
      McpStatelessServerFeatures.AsyncToolSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.AsyncToolSpecification(
            specification.tool(),
            TracedHandlers.later("tools/call", specification.callHandler(), options))
        : specification;
  }

  /** Traces a resource of a stateless server, as configured. */
  public static McpStatelessServerFeatures.SyncResourceSpecification wrap(
      McpStatelessServerFeatures.SyncResourceSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a resource of a stateless server. */
  public static McpStatelessServerFeatures.SyncResourceSpecification wrap(
      McpStatelessServerFeatures.SyncResourceSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.SyncResourceSpecification(
            specification.resource(),
            TracedHandlers.blocking("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a resource of a stateless server whose results come later, as configured. */
  public static McpStatelessServerFeatures.AsyncResourceSpecification wrap(
      McpStatelessServerFeatures.AsyncResourceSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a resource of a stateless server whose results come later. */
  public static McpStatelessServerFeatures.AsyncResourceSpecification wrap(
      McpStatelessServerFeatures.AsyncResourceSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.AsyncResourceSpecification(
            specification.resource(),
            TracedHandlers.later("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a template of resources of a stateless server, as configured. */
  public static McpStatelessServerFeatures.SyncResourceTemplateSpecification wrap(
      McpStatelessServerFeatures.SyncResourceTemplateSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a template of resources of a stateless server. */
  public static McpStatelessServerFeatures.SyncResourceTemplateSpecification wrap(
      McpStatelessServerFeatures.SyncResourceTemplateSpecification specification,
      AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.SyncResourceTemplateSpecification(
            specification.resourceTemplate(),
            TracedHandlers.blocking("resources/read", specification.readHandler(), options))
        : specification;
  }

  /**
   * Traces a template of resources of a stateless server whose results come later, as configured.
   */
  public static McpStatelessServerFeatures.AsyncResourceTemplateSpecification wrap(
      McpStatelessServerFeatures.AsyncResourceTemplateSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a template of resources of a stateless server whose results come later. */
  public static McpStatelessServerFeatures.AsyncResourceTemplateSpecification wrap(
      McpStatelessServerFeatures.AsyncResourceTemplateSpecification specification,
      AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.AsyncResourceTemplateSpecification(
            specification.resourceTemplate(),
            TracedHandlers.later("resources/read", specification.readHandler(), options))
        : specification;
  }

  /** Traces a prompt of a stateless server, as configured. */
  public static McpStatelessServerFeatures.SyncPromptSpecification wrap(
      McpStatelessServerFeatures.SyncPromptSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a prompt of a stateless server. */
  public static McpStatelessServerFeatures.SyncPromptSpecification wrap(
      McpStatelessServerFeatures.SyncPromptSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.SyncPromptSpecification(
            specification.prompt(),
            TracedHandlers.blocking("prompts/get", specification.promptHandler(), options))
        : specification;
  }

  /** Traces a prompt of a stateless server whose results come later, as configured. */
  public static McpStatelessServerFeatures.AsyncPromptSpecification wrap(
      McpStatelessServerFeatures.AsyncPromptSpecification specification) {
    return wrap(specification, AutologOptions.configured(LIBRARY));
  }

  /** Traces a prompt of a stateless server whose results come later. */
  public static McpStatelessServerFeatures.AsyncPromptSpecification wrap(
      McpStatelessServerFeatures.AsyncPromptSpecification specification, AutologOptions options) {
    return options.enabled()
        ? new McpStatelessServerFeatures.AsyncPromptSpecification(
            specification.prompt(),
            TracedHandlers.later("prompts/get", specification.promptHandler(), options))
        : specification;
  }
}
