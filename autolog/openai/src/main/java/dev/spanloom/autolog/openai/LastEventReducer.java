package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For streams that end with an event that holds the whole: of images, of transcriptions. */
final class LastEventReducer implements StreamReducer {
  private @Nullable Map<String, @Nullable Object> last;
  private final StringBuilder text = new StringBuilder();
  private boolean complete;

  @Override
  public void add(Map<String, @Nullable Object> event) {
    String type = event.get("type") instanceof String said ? said : "";
    complete = type.endsWith(".done") || type.endsWith(".completed");
    if (!complete && event.get("delta") instanceof String delta) {
      text.append(delta);
    }
    last = event;
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    if (last == null || complete || text.isEmpty()) {
      return last;
    }
    Map<String, @Nullable Object> partial = new LinkedHashMap<>();
    partial.put("text", text.toString());
    return partial;
  }

  @Override
  public boolean isComplete() {
    return complete;
  }
}
