/**
 * The roll-ups: sums over the traces and spans of each minute and hour, and how they follow what is
 * written. For engines, not for users.
 */
@NullMarked
package dev.spanloom.storage.sql.rollup;

import org.jspecify.annotations.NullMarked;
