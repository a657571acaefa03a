package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.internal.json.JsonWriter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * The pieces of a stream, on their way to the program. The library hands them to another thread
 * behind the model, whose observation may end before they are seen: the end of its span waits for
 * the last one. Thread-safe.
 */
final class StreamPieces {
  private static final System.Logger LOG = System.getLogger(StreamPieces.class.getName());
  private static final int MOST_CHARACTERS = 16 * 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private @Nullable ModelCall call;
  private @Nullable Runnable end;
  private boolean isOver;

  /** Those that an advisor around an observation sees; null for none. */
  static @Nullable StreamPieces around(Observation.Context observation) {
    ObservationView view = observation.getParentObservation();
    while (view != null) {
      StreamPieces pieces = view.getContextView().get(StreamPieces.class);
      if (pieces != null) {
        return pieces;
      }
      view = view.getContextView().getParentObservation();
    }
    return null;
  }

  /** The call that the next pieces belong to. */
  synchronized void of(ModelCall started) {
    endNow();
    call = started;
    text.setLength(0);
  }

  /** Ends a call as soon as its last piece was seen. */
  synchronized void end(ModelCall ended, Runnable ending) {
    if (call != ended || isOver) {
      ending.run();
    } else {
      end = ending;
    }
  }

  /** No more pieces come. */
  synchronized void over() {
    isOver = true;
    endNow();
  }

  private void endNow() {
    Runnable ending = end;
    end = null;
    if (ending != null) {
      ending.run();
    }
  }

  synchronized void add(@Nullable ChatResponse piece) {
    ModelCall started = call;
    if (piece == null || started == null) {
      return;
    }
    try {
      String content = piece.getResult() == null ? null : piece.getResult().getOutput().getText();
      if (content == null || content.isEmpty()) {
        return;
      }
      if (started.recordsContent() && text.length() < MOST_CHARACTERS) {
        text.append(content, 0, Math.min(content.length(), MOST_CHARACTERS - text.length()));
      }
      started.chunk(started.recordsChunks() ? json(content) : null);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a piece of a stream is not recorded", e);
    }
  }

  private static String json(String content) {
    return JsonWriter.write(
        Map.of("choices", List.of(Map.of("index", 0, "delta", Map.of("content", content)))));
  }

  /** What came so far, in the shape of OpenAI's chat completions; null for nothing. */
  synchronized @Nullable Map<String, @Nullable Object> soFar(ModelCall asked) {
    if (call != asked || text.isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("message", Map.of("role", "assistant", "content", text.toString()));
    choice.put("finish_reason", null);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("object", "chat.completion");
    map.put("choices", List.of(choice));
    return map;
  }
}
