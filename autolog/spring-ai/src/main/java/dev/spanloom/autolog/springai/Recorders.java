package dev.spanloom.autolog.springai;

import io.micrometer.observation.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Spring AI observes, as far as its modules are on the class path. Immutable. */
final class Recorders {
  private static final System.Logger LOG = System.getLogger(Recorders.class.getName());

  private final List<Recorder<?>> all = new ArrayList<>();

  Recorders(boolean advisors) {
    add(ChatClientRecorder::new);
    if (advisors) {
      add(AdvisorRecorder::new);
    }
    add(ChatModelRecorder::new);
    add(ToolRecorder::new);
    add(EmbeddingRecorder::new);
    add(VectorStoreRecorder::new);
    add(ImageRecorder::new);
  }

  private void add(Supplier<Recorder<?>> recorder) {
    try {
      all.add(recorder.get());
    } catch (LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "a module of Spring AI is not on the class path", e);
    }
  }

  @Nullable Recorder<?> find(Observation.Context context) {
    for (Recorder<?> recorder : all) {
      if (recorder.handles(context)) {
        return recorder;
      }
    }
    return null;
  }
}
