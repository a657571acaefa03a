/** Rules of MLflow's stores that every store here follows: tags, assessments, names. */
@NullMarked
package dev.spanloom.entities.internal.rules;

import org.jspecify.annotations.NullMarked;
