/** Figures over many traces: {@code spanloom stats}, sessions, users, values. */
@NullMarked
package dev.spanloom.cli.figures;

import org.jspecify.annotations.NullMarked;
