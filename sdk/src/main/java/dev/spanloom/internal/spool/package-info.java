/**
 * Records that survive the death of the process: memory-mapped, append-only segments in a folder
 * per process.
 */
@NullMarked
package dev.spanloom.internal.spool;

import org.jspecify.annotations.NullMarked;
