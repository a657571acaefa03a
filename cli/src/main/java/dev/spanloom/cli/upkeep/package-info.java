/** Upkeep of a store: {@code spanloom gc} and {@code spanloom doctor}. */
@NullMarked
package dev.spanloom.cli.upkeep;

import org.jspecify.annotations.NullMarked;
