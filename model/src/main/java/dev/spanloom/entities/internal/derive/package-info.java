/**
 * What spans say about their trace: times, state, previews, token usage, sizes. Derived the same
 * way everywhere.
 */
@NullMarked
package dev.spanloom.entities.internal.derive;

import org.jspecify.annotations.NullMarked;
