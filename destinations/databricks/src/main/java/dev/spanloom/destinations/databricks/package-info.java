/** Traces in a Databricks workspace: in its experiments, or in tables of its Unity Catalog. */
@NullMarked
package dev.spanloom.destinations.databricks;

import org.jspecify.annotations.NullMarked;
