/** {@code spanloom traces …}: finds, reads, changes, moves and deletes traces. */
@NullMarked
package dev.spanloom.cli.traces;

import org.jspecify.annotations.NullMarked;
