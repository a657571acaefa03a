/**
 * The store in one SQLite file. Start with {@link dev.spanloom.storage.sqlite.SqliteTraceStore}.
 */
@NullMarked
package dev.spanloom.storage.sqlite;

import org.jspecify.annotations.NullMarked;
