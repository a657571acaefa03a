/** Takes traces out of a store into a stream and back in: our own format, MLflow's, OTLP. */
@NullMarked
package dev.spanloom.storage.transfer;

import org.jspecify.annotations.NullMarked;
