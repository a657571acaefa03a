/** A real PostgreSQL for tests and benchmarks; nothing of it need be installed. */
@NullMarked
package dev.spanloom.testpostgresql;

import org.jspecify.annotations.NullMarked;
