/** The storage engine for teams: a schema of a PostgreSQL database, 14 or newer. */
@NullMarked
package dev.spanloom.storage.postgresql;

import org.jspecify.annotations.NullMarked;
