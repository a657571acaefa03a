/** A PostgreSQL database as a destination of the SDK: {@code postgresql://user@host/database}. */
@NullMarked
package dev.spanloom.destinations.postgresql;

import org.jspecify.annotations.NullMarked;
