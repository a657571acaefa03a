package dev.spanloom.storage.contract;

import dev.spanloom.storage.TraceStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/**
 * All suites. An engine binds them by extending this class:
 *
 * <pre>{@code
 * class MyTraceStoreTest extends TraceStoreContract {
 *   @Override
 *   protected TraceStore open(Path folder) {
 *     return MyTraceStore.open(folder.resolve("traces"));
 *   }
 * }
 * }</pre>
 */
public abstract class TraceStoreContract {
  /**
   * Opens an empty store.
   *
   * @param folder an empty folder that exists as long as the test runs
   */
  protected abstract TraceStore open(Path folder);

  @Nested
  class Writing extends SpanWritingContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Golden extends GoldenContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Deriving extends DerivedFieldsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Merging extends MergingContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Infos extends TraceInfoContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Reading extends TraceReadingContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Revisions extends RevisionContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Searching extends TraceSearchContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class MlflowExamples extends GrammarExamplesContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Filtering extends FilterContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class FilteringAssessments extends AssessmentFilterContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class FilteringSpans extends SpanFilterContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class FilteringText extends TextFilterContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class FilteringHardValues extends ValueLimitsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class StrangeTexts extends StrangeTextsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class LongTexts extends LongTextsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Paging extends PagingContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Assessing extends AssessmentContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Tagging extends TagContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Experiments extends ExperimentContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Deleting extends DeletionContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Ordering extends OrderContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Skeletons extends SkeletonContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Measuring extends MetricsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class MeasuringSpans extends SpanMetricsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Sessions extends SessionsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class ObservedValues extends ValuesContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Retaining extends RetentionContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Archiving extends ArchiveContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Transferring extends TransferContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Health extends HealthContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class LargeThings extends LargeTraceContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class WordsOfSpans extends SaidBySpansContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class ManyAtOnce extends ConcurrencyContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class AnyOperations extends RandomOperationsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class AnyFigures extends RandomMetricsContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class ManyNames extends ManyNamesContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }

  @Nested
  class Artifacts extends ArtifactContract {
    @Override
    protected TraceStore open(Path folder) {
      return TraceStoreContract.this.open(folder);
    }
  }
}
