package dev.spanloom.server.ui.changes;

import dev.spanloom.entities.TraceInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the row of a trace, as JSON values. */
public interface Rows {
  Map<String, @Nullable Object> row(TraceInfo info);
}
