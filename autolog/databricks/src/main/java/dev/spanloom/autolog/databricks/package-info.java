/** The models that a Databricks workspace serves, called through OpenAI's client, traced. */
@NullMarked
package dev.spanloom.autolog.databricks;

import org.jspecify.annotations.NullMarked;
