/**
 * MLflow Tracing for Java: what a program calls. Start with {@link dev.spanloom.Mlflow}.
 *
 * <pre>{@code
 * try (var span = Mlflow.startSpan("my_span")) {
 *   span.setInputs(Map.of("x", 1, "y", 2));
 *   span.setOutputs(3);
 * }
 * }</pre>
 */
@NullMarked
package dev.spanloom;

import org.jspecify.annotations.NullMarked;
