/**
 * Encoded OTLP spans and the export requests that carry them, built and split without decoding
 * payloads.
 */
@NullMarked
package dev.spanloom.entities.otlp;

import org.jspecify.annotations.NullMarked;
