/** The suites that every destination must pass from which traces are read back. */
@NullMarked
package dev.spanloom.destinations.contract;

import org.jspecify.annotations.NullMarked;
