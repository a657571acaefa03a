/**
 * What a trace store does with 10,000 to a million spans: loading, questions, both at once,
 * deletion. Start with {@link dev.spanloom.bench.store.StoreReport}; see bench/README.md.
 */
@NullMarked
package dev.spanloom.bench.store;

import org.jspecify.annotations.NullMarked;
