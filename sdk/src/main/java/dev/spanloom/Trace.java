package dev.spanloom;

import dev.spanloom.entities.SpanType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Traces a method: every call is a span with the parameters as inputs, the returned value as
 * outputs, the time it took, and the exception it ended with. Counterpart of the decorator {@code
 * mlflow.trace}.
 *
 * <pre>{@code
 * @Trace(spanType = SpanType.TOOL)
 * double convert(double amount, String currency, @Trace.Ignore String apiKey) { … }
 * }</pre>
 *
 * <p>On a class it stands for all its public methods; on a method of such a class it says more of
 * that one. A method that sets outputs itself keeps them. A returned {@code CompletionStage},
 * {@code Stream}, {@code Iterator}, {@code Flow.Publisher}, Reactor {@code Mono} or {@code Flux}
 * keeps the span open until it is done.
 *
 * <p>The annotation does something in woven code only: by the build plugin {@code
 * spanloom-maven-plugin}, by {@code -javaagent:spanloom-agent.jar}, or after {@link
 * Mlflow#enableWeaving}. Objects behind {@link Mlflow#tracedProxy} and beans of the starters for
 * Spring Boot need none of these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.CONSTRUCTOR})
public @interface Trace {
  /** The span's name; the method's name unless set. */
  String name() default "";

  /** A type of {@link SpanType}, or any other text. */
  String spanType() default SpanType.UNKNOWN;

  /** Attributes that every span of the method has. */
  Attribute[] attributes() default {};

  /** Whether the parameters are recorded. */
  boolean captureInputs() default true;

  /** Whether the returned value, or the items of a stream, are recorded. */
  boolean captureOutputs() default true;

  /**
   * Makes one output of the items of a stream, iterator or publisher; a class with a constructor
   * without parameters. On a method that returns something else it is a mistake, which weaving
   * reports.
   */
  Class<? extends OutputReducer> outputReducer() default OutputReducer.Items.class;

  /**
   * The share of traces that are recorded when the method is called outside of a span, 0 to 1; a
   * negative number, the default, leaves that to the sampling of the process.
   */
  double samplingRatio() default -1;

  /**
   * Where traces go that begin with the method: the id of an experiment, or {@code catalog.schema}
   * of a Unity Catalog schema. Empty, the default, leaves that to the process.
   */
  String destination() default "";

  /** One attribute of a span. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({})
  @interface Attribute {
    String key();

    String value();
  }

  /** A parameter that is not recorded: a secret, or something too large. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Ignore {}

  /** A parameter that is recorded under another name than its own. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Input {
    String value();
  }
}
