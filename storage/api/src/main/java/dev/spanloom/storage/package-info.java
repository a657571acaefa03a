/**
 * The roles of a trace store: writing, reading, searching, assessments, tags, experiments,
 * deletion. Start with {@link dev.spanloom.storage.TraceStore}.
 */
@NullMarked
package dev.spanloom.storage;

import org.jspecify.annotations.NullMarked;
