/** The roles of a store over SQL tables. */
@NullMarked
package dev.spanloom.storage.sql.store;

import org.jspecify.annotations.NullMarked;
