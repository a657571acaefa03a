package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of a trace but its spans.
 *
 * @param said what clients said, without assessments
 * @param facts what its spans say; null while it has none
 */
public record StoredTrace(
    TraceRow row, TraceInfo said, @Nullable StoredFacts facts, List<Assessment> assessments) {}
