package dev.spanloom.conventions;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.SpanMessage;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;
import java.util.Map;

/**
 * Says in MLflow's attributes what a span says in those of another convention: inputs, outputs,
 * type, model, provider, tokens, cost, tools. Attributes are only added; those that the span has
 * stay, and MLflow's own always win. MLflow's attributes that come as JSON text, as native
 * OpenTelemetry exporters send them, become the values they mean. Counterpart of {@code
 * mlflow.tracing.otel.translation}. Immutable and thread-safe.
 *
 * <pre>{@code
 * SpanTranslator translator = SpanTranslator.standard();
 * Translated translated = translator.translate(received);
 * writer.write(translated.span());
 * }</pre>
 */
public final class SpanTranslator {
  private final List<Convention> conventions;
  private final Triage triage;

  SpanTranslator(List<Convention> conventions) {
    this.conventions = List.copyOf(conventions);
    this.triage = new Triage(Convention.triggers(conventions));
  }

  /** The translator of all conventions that Spanloom knows. */
  public static SpanTranslator standard() {
    return Standard.TRANSLATOR;
  }

  private static final class Standard {
    static final SpanTranslator TRANSLATOR = new SpanTranslator(ConventionFiles.all());
  }

  /**
   * The span to store. Bytes that are no span come back as they are: it is the store that refuses
   * them. Work grows with the size of the span only.
   */
  public Translated translate(EncodedSpan received) {
    try {
      int found = triage.look(received.span());
      if (found == Triage.NOTHING) {
        return Translated.unchanged(received);
      }
      byte[] bytes = received.span();
      if ((found & Triage.JSON_TEXTS) != 0) {
        bytes = SpanBytes.decodeJsonTexts(bytes);
      }
      if ((found & Triage.FOREIGN) == 0) {
        return Translated.unchanged(received.withSpan(bytes));
      }
      Translation translation = new Translation(new SpanView(Span.fromOtlp(bytes)), conventions);
      return new Translated(
          received.withSpan(SpanMessage.withAttributes(bytes, translation.attributes())),
          translation.traceMetadata(),
          translation.traceTags());
    } catch (MalformedProtoException | MlflowException e) {
      return Translated.unchanged(received);
    }
  }

  /** The span with the name of its service as an attribute, unless it has one of that key. */
  public EncodedSpan withService(EncodedSpan span, String serviceName) {
    try {
      return SpanBytes.hasAttribute(span.span(), ResourceWords.SERVICE_NAME)
          ? span
          : span.withSpan(
              SpanMessage.withAttributes(
                  span.span(), Map.of(ResourceWords.SERVICE_NAME, serviceName)));
    } catch (MalformedProtoException e) {
      return span;
    }
  }
}
