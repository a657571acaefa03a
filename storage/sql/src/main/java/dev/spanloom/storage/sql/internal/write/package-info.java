/** How batches become rows: one thread, one transaction for all that wait, every table at once. */
@NullMarked
package dev.spanloom.storage.sql.internal.write;

import org.jspecify.annotations.NullMarked;
