/** The rows of traces, spans and chunks, read and made. */
@NullMarked
package dev.spanloom.storage.sql.internal.rows;

import org.jspecify.annotations.NullMarked;
