/**
 * What SQL engines share: the tables of {@code docs/spec/sql-layout.md}, how they are filled, read
 * and searched. An engine brings connections and a {@link dev.spanloom.storage.sql.Dialect}. For
 * engines, not for users.
 */
@NullMarked
package dev.spanloom.storage.sql;

import org.jspecify.annotations.NullMarked;
