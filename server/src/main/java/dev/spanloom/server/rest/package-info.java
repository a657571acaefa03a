/** MLflow's REST API. */
@NullMarked
package dev.spanloom.server.rest;

import org.jspecify.annotations.NullMarked;
