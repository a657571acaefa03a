/** Benchmarks, run by hand: see bench/README.md. */
@NullMarked
package dev.spanloom.bench;

import org.jspecify.annotations.NullMarked;
