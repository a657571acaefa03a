/** Protobuf wire primitives for OTLP: a writer, a reader, and the {@code AnyValue} codec. */
@NullMarked
package dev.spanloom.entities.internal.proto;

import org.jspecify.annotations.NullMarked;
