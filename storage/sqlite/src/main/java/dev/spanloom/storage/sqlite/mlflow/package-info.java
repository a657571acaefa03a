/**
 * Takes traces out of MLflow's own SQLite database. Start with {@link
 * dev.spanloom.storage.sqlite.mlflow.MlflowDatabase}.
 */
@NullMarked
package dev.spanloom.storage.sqlite.mlflow;

import org.jspecify.annotations.NullMarked;
