package dev.spanloom.entities.otlp;

import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import org.jspecify.annotations.Nullable;

/**
 * Decodes spans one after the other; neighbours that come of one resource and scope, as those of a
 * request do, share them. Not thread-safe.
 */
public final class SpanDecoder {
  private @Nullable EncodedSpan resourceHolder;
  private OtelResource resource = OtelResource.EMPTY;
  private @Nullable EncodedSpan scopeHolder;
  private OtelScope scope = OtelScope.EMPTY;

  /**
   * The decoded span.
   *
   * @throws dev.spanloom.entities.MlflowException with INVALID_PARAMETER_VALUE when the bytes are
   *     no span
   */
  public Span decode(EncodedSpan encoded) {
    if (resourceHolder == null || !encoded.sameResource(resourceHolder)) {
      resource = encoded.decodeResource();
      resourceHolder = encoded;
    }
    if (scopeHolder == null || !encoded.sameScope(scopeHolder)) {
      scope = encoded.decodeScope();
      scopeHolder = encoded;
    }
    return Span.fromOtlp(encoded.span(), resource, scope);
  }
}
