/**
 * Figures over many traces: the roll-ups, how they are kept, and how questions are answered from
 * them or, where they do not suffice, from the rows of traces and spans.
 */
@NullMarked
package dev.spanloom.storage.sql.metrics;

import org.jspecify.annotations.NullMarked;
