/**
 * What other conventions put on spans, said in MLflow's attributes. {@link
 * dev.spanloom.conventions.SpanTranslator} is the way in; what is read from where stands in one
 * table for each convention.
 */
@NullMarked
package dev.spanloom.conventions;

import org.jspecify.annotations.NullMarked;
