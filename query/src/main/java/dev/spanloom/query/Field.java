package dev.spanloom.query;

/** What a condition or an order is about. */
public sealed interface Field permits TraceField, SpanField, KeyedField {}
