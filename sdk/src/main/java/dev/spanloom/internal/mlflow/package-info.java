/**
 * How servers with MLflow's REST API are spoken to, whoever runs them: requests, failures, logins,
 * experiments, traces, assessments, searches. For the destinations that name such servers.
 */
@NullMarked
package dev.spanloom.internal.mlflow;

import org.jspecify.annotations.NullMarked;
