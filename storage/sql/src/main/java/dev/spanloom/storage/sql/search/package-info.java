/**
 * Search over the tables of {@code docs/spec/sql-layout.md}: filters become conditions in SQL, and
 * what those cannot decide is decided on decoded traces. For engines, not for users.
 */
@NullMarked
package dev.spanloom.storage.sql.search;

import org.jspecify.annotations.NullMarked;
