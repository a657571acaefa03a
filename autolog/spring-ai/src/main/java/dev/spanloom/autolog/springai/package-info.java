/**
 * Traces Spring AI by Micrometer's observations: {@link
 * dev.spanloom.autolog.springai.SpringAiObservationHandler}.
 */
@NullMarked
package dev.spanloom.autolog.springai;

import org.jspecify.annotations.NullMarked;
