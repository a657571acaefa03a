/**
 * The entities of MLflow Tracing: traces, spans, events, statuses, documents and assessments, with
 * their JSON and OTLP forms. Counterpart of Python's {@code mlflow.entities}. Start with {@link
 * dev.spanloom.entities.Trace} and {@link dev.spanloom.entities.Span}.
 */
@NullMarked
package dev.spanloom.entities;

import org.jspecify.annotations.NullMarked;
