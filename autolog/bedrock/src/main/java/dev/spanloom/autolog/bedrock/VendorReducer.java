package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.http.StreamReducer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the answer of InvokeModel together from the events of its stream, whoever's model it is. */
final class VendorReducer implements StreamReducer {
  private @Nullable StreamReducer vendors;

  @Override
  public void add(Map<String, @Nullable Object> event) {
    StreamReducer known = vendors;
    if (known == null) {
      known = reducerFor(event);
      vendors = known;
    }
    known.add(event);
  }

  private static StreamReducer reducerFor(Map<String, @Nullable Object> first) {
    if (first.containsKey("messageStart") || first.containsKey("contentBlockDelta")) {
      return new ConverseReducer();
    }
    return "message_start".equals(first.get("type"))
        ? new AnthropicReducer()
        : new MergingReducer();
  }

  @Override
  public @Nullable Map<String, @Nullable Object> answer() {
    return vendors == null ? null : vendors.answer();
  }

  @Override
  public boolean isComplete() {
    return vendors != null && vendors.isComplete();
  }
}
