/**
 * Where traces go: the {@link dev.spanloom.destination.Destination} seam, the way destinations are
 * found, and the one in memory.
 */
@NullMarked
package dev.spanloom.destination;

import org.jspecify.annotations.NullMarked;
