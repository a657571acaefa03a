/**
 * A server that speaks MLflow's REST API and OTLP over a store. Start with {@link
 * dev.spanloom.server.SpanloomServer}.
 */
@NullMarked
package dev.spanloom.server;

import org.jspecify.annotations.NullMarked;
