/**
 * Figures over many traces, from the roll-ups or, where those do not suffice, from the rows of
 * traces, spans and assessments. For engines, not for users.
 */
@NullMarked
package dev.spanloom.storage.sql.metrics;

import org.jspecify.annotations.NullMarked;
