package dev.spanloom.entities.otlp;

import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One encoded OTLP span with its resource and scope, each as the bytes of its message: what travels
 * from the end of a span to the disk of a store. Immutable as long as nobody changes the arrays,
 * which are not copied.
 */
public final class EncodedSpan {
  private final byte[] span;
  private final byte[] resource;
  private final String resourceSchemaUrl;
  private final byte[] scope;
  private final String scopeSchemaUrl;

  /**
   * Takes the bytes as they are.
   *
   * @param span the {@code Span} message
   * @param resource the {@code Resource} message; empty when there is none
   * @param resourceSchemaUrl empty when there is none
   * @param scope the {@code InstrumentationScope} message; empty when there is none
   * @param scopeSchemaUrl empty when there is none
   */
  public EncodedSpan(
      byte[] span, byte[] resource, String resourceSchemaUrl, byte[] scope, String scopeSchemaUrl) {
    this.span = Objects.requireNonNull(span, "span");
    this.resource = Objects.requireNonNull(resource, "resource");
    this.resourceSchemaUrl = Objects.requireNonNull(resourceSchemaUrl, "resourceSchemaUrl");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.scopeSchemaUrl = Objects.requireNonNull(scopeSchemaUrl, "scopeSchemaUrl");
  }

  public static EncodedSpan of(Span span) {
    return new EncodedSpan(
        span.toOtlp(),
        OtlpRequests.encodeResource(span.resource()),
        span.resource().schemaUrl(),
        OtlpRequests.encodeScope(span.scope()),
        span.scope().schemaUrl());
  }

  /**
   * Another {@code Span} message of the same resource and scope, taken as it is; this when it is
   * the same array.
   */
  public EncodedSpan withSpan(byte[] other) {
    return other == span
        ? this
        : new EncodedSpan(other, resource, resourceSchemaUrl, scope, scopeSchemaUrl);
  }

  /** The {@code Span} message; must not be changed. */
  public byte[] span() {
    return span;
  }

  /** The {@code Resource} message, empty when there is none; must not be changed. */
  public byte[] resource() {
    return resource;
  }

  public String resourceSchemaUrl() {
    return resourceSchemaUrl;
  }

  /** The {@code InstrumentationScope} message, empty when there is none; must not be changed. */
  public byte[] scope() {
    return scope;
  }

  public String scopeSchemaUrl() {
    return scopeSchemaUrl;
  }

  /**
   * The decoded span.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE when the bytes are
   *     no span
   */
  public Span decode() {
    return Span.fromOtlp(span, decodeResource(), decodeScope());
  }

  public OtelResource decodeResource() {
    return OtlpRequests.decodeResource(resource, resourceSchemaUrl);
  }

  public OtelScope decodeScope() {
    return OtlpRequests.decodeScope(scope, scopeSchemaUrl);
  }

  @Override
  public String toString() {
    return "EncodedSpan[spanBytes="
        + span.length
        + ", resourceBytes="
        + resource.length
        + ", scopeBytes="
        + scope.length
        + "]";
  }

  boolean sameResource(EncodedSpan other) {
    return (resource == other.resource || Arrays.equals(resource, other.resource))
        && resourceSchemaUrl.equals(other.resourceSchemaUrl);
  }

  boolean sameScope(EncodedSpan other) {
    return (scope == other.scope || Arrays.equals(scope, other.scope))
        && scopeSchemaUrl.equals(other.scopeSchemaUrl);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedSpan that
        && Arrays.equals(span, that.span)
        && sameResource(that)
        && sameScope(that);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(span);
  }
}
