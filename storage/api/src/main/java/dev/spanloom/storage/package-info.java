/**
 * Where traces are kept: the roles of a store, what goes in and what comes out. Engines implement
 * them; {@code docs/spec/storage-contract.md} says what every engine must do.
 */
@NullMarked
package dev.spanloom.storage;

import org.jspecify.annotations.NullMarked;
