/** The background export of ended spans to a destination. */
@NullMarked
package dev.spanloom.internal.export;

import org.jspecify.annotations.NullMarked;
