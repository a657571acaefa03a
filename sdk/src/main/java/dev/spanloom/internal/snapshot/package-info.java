/**
 * Copies of a program's values, taken when they are set: bounded, marked where cut, never failing.
 */
@NullMarked
package dev.spanloom.internal.snapshot;

import org.jspecify.annotations.NullMarked;
