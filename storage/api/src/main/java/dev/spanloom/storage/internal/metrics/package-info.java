/** What all engines share to answer {@link dev.spanloom.storage.TraceMetrics}. */
@NullMarked
package dev.spanloom.storage.internal.metrics;

import org.jspecify.annotations.NullMarked;
